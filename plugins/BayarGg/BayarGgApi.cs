using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>The calls to BAYAR GG. The key goes into the header, never into an address (WIRE G4).</summary>
internal sealed class BayarGgApi(BayarGgSettings settings, HttpClient http)
{
    public Task<GatewayAnswer<CreatePaymentAnswer>> CreateAsync(CreatePaymentRequest payment, CancellationToken cancellationToken)
    {
        var post = Ask(HttpMethod.Post, "create-payment.php");
        post.Content = GatewayHttp.JsonBody(payment, WireJson.Default.CreatePaymentRequest);
        return http.SendForJsonAsync(post, WireJson.Default.CreatePaymentAnswer, cancellationToken);
    }

    public Task<GatewayAnswer<CheckPaymentAnswer>> CheckAsync(string invoice, CancellationToken cancellationToken) =>
        GetAsync($"check-payment.php?invoice={Uri.EscapeDataString(invoice)}", WireJson.Default.CheckPaymentAnswer, cancellationToken);

    /// <summary>Payments whose invoice, description or customer holds a text, from a day in Western Indonesia on.</summary>
    public Task<GatewayAnswer<ListPaymentsAnswer>> SearchAsync(string text, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var day = from.ToOffset(Wib.Offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return GetAsync($"list-payments.php?search={Uri.EscapeDataString(text)}&start_date={day}&page=1&limit=10",
            WireJson.Default.ListPaymentsAnswer, cancellationToken);
    }

    public Task<GatewayAnswer<PaymentMethodsAnswer>> MethodsAsync(CancellationToken cancellationToken) =>
        GetAsync("get-payment-methods.php", WireJson.Default.PaymentMethodsAnswer, cancellationToken);

    private Task<GatewayAnswer<T>> GetAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancellationToken) where T : class =>
        http.SendForJsonAsync(Ask(HttpMethod.Get, path), shape, cancellationToken);

    private HttpRequestMessage Ask(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(settings.BaseUrl!, path));
        request.Headers.TryAddWithoutValidation("X-API-Key", settings.ApiKey);
        return request;
    }
}
