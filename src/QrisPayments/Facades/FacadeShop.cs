using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using QrisPayments.Codec;
using QrisPayments.Gateways;
using QrisPayments.Plugins;
using QrisPayments.QrImages;
using QrisPayments.Theming;

namespace QrisPayments.Facades;

/// <summary>The shop behind a facade, for one request.</summary>
/// <remarks>
/// What a facade asks for is the module's own work: it runs on the pool's threads and in the request's own context (from which
/// addresses are made), not on those that are set aside for the plugin.
/// </remarks>
internal sealed class FacadeShop(FacadeShops parts, ActiveFacade facade, IPAddress? client) : IFacadeShop
{
    /// <summary>Stands for the checkout's own page that says there is no such payment: a page is more than a body.</summary>
    public static readonly FacadeAnswer NoPayment = new() { Status = 404 };

    private static readonly FacadeRefusal UnknownKey = new(401, "The key is not valid.");

    /// <summary>A QRIS payload is at most 512 bytes (EMVCo 4.7); what is longer is drawn for nobody.</summary>
    private const int LongestPayload = 600;

    private readonly ExecutionContext? _request = ExecutionContext.Capture();

    /// <summary>The app's code, once its key was shown.</summary>
    private string? _caller;

    /// <summary>How long the app was told to wait, when it was refused for asking too often; the answer says so, whoever words it.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>
    /// What is answered in place of whatever the facade says: a stranger has asked too often, for which its contract has no word. A
    /// mark, and no exception: that would pass through the plugin's code, which may swallow it, and stand in its faults.
    /// </summary>
    public FacadeRefusal? Refusal { get; private set; }

    public FacadeAccess Authenticate(string? key, string? appCode = null)
    {
        if (parts.Apps.Find(key, appCode) is not { } app) return new FacadeAccess.Refused(UnknownKey);
        using var lease = app.Limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            _caller = app.Code;
            return new FacadeAccess.Granted(new FacadeApp(parts, this, facade, app));
        }
        RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
        return new FacadeAccess.Refused(new FacadeRefusal(429, "Too many requests.", RetryAfter));
    }

    public async Task<FacadeAnswer> ShowPaymentAsync(string? reference, CancellationToken cancellationToken)
    {
        if (reference is not { Length: >= 1 and <= 64 }) return NoPayment;
        if (parts.Limits.WaitToGuess(facade.PluginId, client) is { } wait) return TooMany(wait, NoPayment);
        var address = await RunAsync(() => parts.Store.FindPageAsync(facade.PluginId, reference, cancellationToken));
        // Of many at once all are let in before the first is counted: what is found after too many misses is not told, either.
        var late = address is null ? parts.Limits.Miss(facade.PluginId, client) : parts.Limits.WaitToGuess(facade.PluginId, client);
        if (late is { } pause) return TooMany(pause, NoPayment);
        return address is null ? NoPayment : FacadeAnswer.Redirect(address);
    }

    public async Task<FacadeAnswer> ReceiveWebhookAsync(FacadeRequest request, string? pathKey, CancellationToken cancellationToken)
    {
        var accounts = parts.Providers.Accounts.Where(account => account.ProviderId == facade.PluginId && account.Provider is IReceiveWebhooks).ToList();
        if (accounts.Count == 0) return await FacadeCalls.RefuseAsync(facade, new FacadeRefusal(404, "There is no such address."));
        if (!parts.WebhookLimits.Take(facade.PluginId, client) || !parts.WebhookLimits.Take(facade.PluginId, client, request.Body.Length))
            return await FacadeCalls.RefuseAsync(facade, new FacadeRefusal(429, "Too many requests.", TimeSpan.FromSeconds(5)));
        var reply = await RunAsync(() => parts.Webhooks.ReceiveAsync(accounts, request, pathKey, cancellationToken));
        return new FacadeAnswer { Status = reply.StatusCode, Body = Encoding.UTF8.GetBytes(reply.Body), ContentType = reply.ContentType };
    }

    public QrDrawResult DrawQr(string payload, bool asSvg = false)
    {
        if (payload is not { Length: >= 1 and <= LongestPayload } || QrisInspector.Inspect(payload) is not { IsValid: true, IsQris: true }) return new QrDrawResult.NotQris();
        if (parts.Limits.WaitToDraw(client) is { } wait) return new QrDrawResult.Refused(TooMany(wait));
        // Kept nowhere: what strangers have drawn would take the places of payments that customers look at.
        var drawing = QrCodes.Make(payload);
        return new QrDrawResult.Drawn(asSvg
            ? new QrImage { Bytes = Encoding.UTF8.GetBytes(drawing.File()), ContentType = "image/svg+xml" }
            : new QrImage { Bytes = drawing.Png, ContentType = "image/png" });
    }

    public Task<QrReading> ReadQrAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) => QrImageReader.ReadAsync(image, cancellationToken);

    public Task<QrReading> ReadQrAsync(Uri address, CancellationToken cancellationToken)
    {
        var app = _caller ?? throw new InvalidOperationException("Pictures are fetched for apps alone: call Authenticate first.");
        return RunAsync(() => parts.Pictures.ReadAsync(app, address, cancellationToken));
    }

    /// <summary>Refuses the request, whatever the facade makes of what it is given instead.</summary>
    private T TooMany<T>(TimeSpan wait, T instead)
    {
        TooMany(wait);
        return instead;
    }

    private FacadeRefusal TooMany(TimeSpan wait) => Refusal = new FacadeRefusal(429, "Too many requests.", wait);

    /// <summary>Runs the module's own work, whatever thread and context the plugin calls from.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        if (_request is null) return Task.Run(work);
        Task<T>? task = null;
        ExecutionContext.Run(_request, _ => task = Task.Run(work), null);
        return task!;
    }
}
