using System.Text;
using QrisPayments.Codec;
using QrisPayments.Plugins;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Facades;

/// <summary>Draws codes for clients of a facade, and reads them out of pictures.</summary>
internal sealed class FacadePictures(FacadeLimits limits, QrPictures pictures, PictureFetcher fetcher)
{
    /// <summary>A QRIS payload is at most 512 bytes (EMVCo 4.7); what is longer is not drawn.</summary>
    private const int MaxPayload = 600;

    public QrDrawResult Draw(FacadeVisit visit, string payload, bool asSvg)
    {
        if (payload is not { Length: >= 1 and <= MaxPayload } || QrisInspector.Inspect(payload) is not { IsValid: true, IsQris: true })
            return new QrDrawResult.NotQris();
        if (!limits.TryDraw(visit.Client, out var wait)) return new QrDrawResult.Refused(visit.TooMany(wait));
        // Kept nowhere: what strangers have drawn would take the places of payments that customers look at.
        var drawing = QrCodes.Make(payload);
        return new QrDrawResult.Drawn(asSvg
            ? new QrImage { Bytes = Encoding.UTF8.GetBytes(drawing.File()), ContentType = "image/svg+xml" }
            : new QrImage { Bytes = drawing.Png, ContentType = "image/png" });
    }

    public Task<QrReading> ReadAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
        pictures.ReadAsync(image, cancellationToken);

    public Task<QrReading> ReadAsync(FacadeVisit visit, string app, Uri address, CancellationToken cancellationToken) =>
        visit.RunAsync(() => fetcher.ReadAsync(app, address, cancellationToken));
}
