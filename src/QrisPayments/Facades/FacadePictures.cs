using System.Text;
using QrisPayments.Codec;
using QrisPayments.Plugins;
using QrisPayments.Theming;

namespace QrisPayments.Facades;

/// <summary>Draws codes for clients of a facade, and reads them out of pictures.</summary>
internal sealed class FacadePictures(FacadeLimits limits, PictureFetcher fetcher)
{
    /// <summary>A QRIS payload is at most 512 bytes (EMVCo 4.7); what is longer is not drawn.</summary>
    private const int MaxPayload = 600;

    public QrImage? Draw(FacadeVisit visit, string payload, bool asSvg)
    {
        if (payload is not { Length: >= 1 and <= MaxPayload } || QrisInspector.Inspect(payload) is not { IsValid: true, IsQris: true })
            return null;
        if (!limits.TryDraw(visit.Client, out var wait)) return visit.TooMany<QrImage?>(wait, null);
        // Kept nowhere: what strangers have drawn would take the places of payments that customers look at.
        var drawing = QrCodes.Make(payload);
        return asSvg ? new QrImage(Encoding.UTF8.GetBytes(drawing.File()), "image/svg+xml") : new QrImage(drawing.Png, "image/png");
    }

    public Task<QrReading> ReadAsync(FacadeVisit visit, string app, Uri address, CancellationToken cancellationToken) =>
        visit.RunAsync(() => fetcher.ReadAsync(app, address, cancellationToken));
}
