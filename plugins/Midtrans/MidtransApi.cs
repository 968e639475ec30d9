using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using QrisPayments.Midtrans.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>The calls to Midtrans's two hosts.</summary>
internal sealed class MidtransApi(ProviderContext<MidtransSettings> context)
{
    private readonly MidtransSettings _settings = context.Settings;
    private readonly AuthenticationHeaderValue _key =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(context.Settings.ServerKey + ":")));

    /// <summary>Why nothing may be opened: simulated and real money never mix (WIRE W10).</summary>
    public string? Refusal { get; } =
        context is { IsSandbox: true, Settings.IsProduction: true } ? "The keys are production keys, but this shop is in sandbox mode."
        : context is { IsSandbox: false, Settings: { IsProduction: false, AllowSandbox: false } }
            ? "The keys are sandbox keys, but this shop takes real money. Enter the production keys, or allow the sandbox in the settings."
            : null;

    /// <summary>A call about a transaction; a POST without a body is one with nothing to add.</summary>
    public Task<GatewayAnswer<TransactionAnswer>> CoreAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        SendAsync(Ask(method, Core, path), WireJson.Default.TransactionAnswer, cancellationToken);

    public Task<GatewayAnswer<TransactionAnswer>> ChargeAsync(ChargeRequest charge, Uri? notifyAt, CancellationToken cancellationToken)
    {
        var post = Open(Core, "v2/charge", charge.TransactionDetails.OrderId, notifyAt);
        post.Content = GatewayHttp.JsonBody(charge, WireJson.Default.ChargeRequest);
        return SendAsync(post, WireJson.Default.TransactionAnswer, cancellationToken);
    }

    public Task<GatewayAnswer<TransactionAnswer>> RefundAsync(string orderId, RefundCall refund, CancellationToken cancellationToken)
    {
        var post = Ask(HttpMethod.Post, Core, $"v2/{orderId}/refund/online/direct");
        post.Content = GatewayHttp.JsonBody(refund, WireJson.Default.RefundCall);
        return SendAsync(post, WireJson.Default.TransactionAnswer, cancellationToken);
    }

    public Task<GatewayAnswer<SnapAnswer>> SnapAsync(SnapRequest transaction, Uri? notifyAt, CancellationToken cancellationToken)
    {
        var post = Open(Snap, "snap/v1/transactions", transaction.TransactionDetails.OrderId, notifyAt);
        post.Content = GatewayHttp.JsonBody(transaction, WireJson.Default.SnapRequest);
        return SendAsync(post, WireJson.Default.SnapAnswer, cancellationToken);
    }

    /// <summary>Closes a page. Its answer is not documented; the HTTP status must do.</summary>
    public Task<GatewayAnswer<SnapAnswer>> CloseSnapAsync(string token, CancellationToken cancellationToken) =>
        SendAsync(Ask(HttpMethod.Post, Snap, $"snap/v1/transactions/{Uri.EscapeDataString(token)}/cancel"), WireJson.Default.SnapAnswer,
            cancellationToken);

    private Uri Core => _settings.Relay ?? MidtransHosts.Core(_settings.IsProduction);

    private Uri Snap => _settings.Relay ?? MidtransHosts.Snap(_settings.IsProduction);

    private HttpRequestMessage Open(Uri host, string path, string orderId, Uri? notifyAt)
    {
        var post = Ask(HttpMethod.Post, host, path);
        // We never ask twice; something on the way might.
        post.Headers.TryAddWithoutValidation("Idempotency-Key", orderId);
        if (IsPublic(notifyAt)) post.Headers.TryAddWithoutValidation("X-Override-Notification", notifyAt!.AbsoluteUri);
        return post;
    }

    private HttpRequestMessage Ask(HttpMethod method, Uri host, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(host, path));
        request.Headers.Authorization = _key;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private Task<GatewayAnswer<T>> SendAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> shape, CancellationToken cancellationToken) where T : class =>
        context.Http.SendForJsonAsync(request, shape, cancellationToken);

    /// <summary>Midtrans notifies over https at a name that the whole internet knows, and nowhere else.</summary>
    public static bool IsPublic(Uri? url) =>
        url is { IsAbsoluteUri: true, HostNameType: UriHostNameType.Dns, IsDefaultPort: true } && url.Scheme == Uri.UriSchemeHttps
            && url.IdnHost.Contains('.', StringComparison.Ordinal);
}
