using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Payments;

namespace QrisPayments.Tests.Harness;

/// <summary>A client of the merchant API, with the words of DESIGN §8.</summary>
internal sealed class ApiClient : IDisposable
{
    private static int _orders;
    private readonly HttpClient _http;

    public ApiClient(Uri root, string prefix = "/qris", string? key = "demo-key")
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A client in the host's process: what it does is no part of what the host traces.
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        _http = new HttpClient(handler) { BaseAddress = root, Timeout = TimeSpan.FromSeconds(60) };
        Prefix = prefix;
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public string Prefix { get; }

    public HttpClient Http => _http;

    public static string NewOrderId() => "INV-" + Interlocked.Increment(ref _orders).ToString(CultureInfo.InvariantCulture);

    /// <summary>The least that a create needs; <paramref name="change"/> adds, replaces or removes members.</summary>
    public static JsonObject NewPayment(long amount = 50_000, Action<JsonObject>? change = null)
    {
        var body = new JsonObject { ["order_id"] = NewOrderId(), ["amount"] = amount };
        change?.Invoke(body);
        return body;
    }

    /// <summary>A payment that stands open.</summary>
    public async Task<Answer> CreateAsync(long amount = 50_000, Action<JsonObject>? change = null) =>
        (await PostAsync("/api/v1/payments", NewPayment(amount, change))).Is(HttpStatusCode.Created);

    public Task<Answer> TryCreateAsync(JsonNode body, string? idempotencyKey = null) =>
        PostAsync("/api/v1/payments", body, idempotencyKey);

    public async Task<Answer> PaymentAsync(string id) => (await GetAsync($"/api/v1/payments/{id}")).Is(HttpStatusCode.OK);

    public Task<Answer> CancelAsync(string id) => PostAsync($"/api/v1/payments/{id}/cancel");

    /// <summary>Asks for a refund; what is null is left out.</summary>
    public Task<Answer> RefundAsync(
        string id, long? amount = null, string? reason = "Barang habis", string? reference = null, string? idempotencyKey = null)
    {
        var body = new JsonObject();
        if (amount is not null) body["amount"] = amount;
        if (reason is not null) body["reason"] = reason;
        if (reference is not null) body["reference"] = reference;
        return PostAsync($"/api/v1/payments/{id}/refunds", body, idempotencyKey);
    }

    public async Task<IReadOnlyList<JsonElement>> RefundsAsync(string id) =>
        (await GetAsync($"/api/v1/payments/{id}/refunds")).Is(HttpStatusCode.OK).Data;

    public async Task<IReadOnlyList<string?>> EventTypesAsync(string id)
    {
        var answer = (await GetAsync($"/api/v1/payments/{id}/events?limit=100")).Is(HttpStatusCode.OK);
        return answer.Data.Select(e => e.GetProperty("type").GetString()).ToList();
    }

    public Task<Answer> ReportAsync(string externalRef, long amount, DateTimeOffset at, string account = "static-qris") =>
        ReportAsync(externalRef, amount, at.ToString("O", CultureInfo.InvariantCulture), account);

    public Task<Answer> ReportAsync(string externalRef, long amount, string at, string account = "static-qris") =>
        PostAsync("/api/v1/credits", new JsonObject
        {
            ["account"] = account,
            ["external_ref"] = externalRef,
            ["amount"] = amount,
            ["at"] = at,
        });

    public Task<Answer> WaitForStatusAsync(string id, string status) =>
        Wait.UntilAsync(() => PaymentAsync(id), p => p.Text("status") == status, $"payment {id} is {status}");

    public Task<Answer> WaitForReviewAsync(string id, string review) =>
        Wait.UntilAsync(() => PaymentAsync(id), p => p["review"].GetString() == review, $"payment {id} is in review: {review}");

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, Prefix + path));

    public Task<Answer> PostAsync(string path, JsonNode? body = null, string? idempotencyKey = null) =>
        PostRawAsync(path, body?.ToJsonString(), "application/json", idempotencyKey);

    public Task<Answer> PostRawAsync(string path, string? body, string? contentType = "application/json", string? idempotencyKey = null) =>
        PostBytesAsync(path, body is null ? null : Encoding.UTF8.GetBytes(body), contentType, idempotencyKey);

    public Task<Answer> PostBytesAsync(string path, byte[]? body, string? contentType = "application/json", string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Prefix + path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        var response = await _http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    public void Dispose() => _http.Dispose();
}
