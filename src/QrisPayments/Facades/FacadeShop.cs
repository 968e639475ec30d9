using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>The shop behind a facade, for one request.</summary>
internal sealed class FacadeShop(
    FacadeVisit visit, FacadePages pages, FacadeWebhooks webhooks, FacadePictures pictures, FacadeClients clients) : IFacadeShop
{
    /// <summary>The app's code, once its key was shown.</summary>
    private string? _app;

    public FacadeAccess Authenticate(string? key, string? appCode = null)
    {
        var access = clients.Authenticate(visit, key, appCode);
        if (access is FacadeAccess.Granted granted) _app = granted.App.Info.Code;
        return access;
    }

    public Task<FacadeAnswer> ShowPaymentAsync(string? reference, CancellationToken cancellationToken) =>
        pages.ShowAsync(visit, reference, cancellationToken);

    public Task<FacadeAnswer> ReceiveWebhookAsync(FacadeRequest request, string? pathKey, CancellationToken cancellationToken) =>
        webhooks.ReceiveAsync(visit, request, pathKey, cancellationToken);

    public QrDrawResult DrawQr(string payload, bool asSvg = false) => pictures.Draw(visit, payload, asSvg);

    public Task<QrReading> ReadQrAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
        pictures.ReadAsync(image, cancellationToken);

    public Task<QrReading> ReadQrAsync(Uri address, CancellationToken cancellationToken)
    {
        var app = _app ?? throw new InvalidOperationException("Pictures are fetched for apps alone: call Authenticate first.");
        return pictures.ReadAsync(visit, app, address, cancellationToken);
    }
}
