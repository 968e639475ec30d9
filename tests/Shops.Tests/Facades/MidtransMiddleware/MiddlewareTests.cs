using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.MidtransMiddleware;

/// <summary>A shop that answers the middleware's API, and the calls of a client that was written for it.</summary>
public abstract class MiddlewareTests(Database database) : GatewayTests(database, "midtrans-middleware")
{
    protected const string Uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";

    private protected static (string, string)[] Keys(string code = "toko", string key = "toko-key") =>
        [("X-App-Code", code), ("X-Api-Key", key)];

    private protected Task<Answer> ChargeAsync(string body, string code = "toko") =>
        CallAsync("POST", "charge", Json(body), Keys(code, code + "-key"));

    private protected Task<Answer> ChargeAsync(string orderId, long amount, string code = "toko") =>
        ChargeAsync(new JsonObject { ["order_id"] = orderId, ["amount"] = amount }.ToJsonString(), code);

    private protected Task<Answer> StatusAsync(string orderId, string code = "toko") =>
        CallAsync("GET", "status/" + Uri.EscapeDataString(orderId), null, Keys(code, code + "-key"));

    /// <summary>Asks until it says so; the clock goes on, so that the gateway behind is asked, too.</summary>
    private protected Task<Answer> WaitForAsync(string orderId, string status) => Wait.UntilAsync(async () =>
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        return await StatusAsync(orderId);
    }, answer => answer.Text("transaction_status") == status, $"{orderId} is {status}");

    private protected static string Recorded(string path) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", path));

    /// <summary>One shape for every error.</summary>
    private protected static void IsError(Answer answer, HttpStatusCode status, string error, string? message = null)
    {
        answer.Is(status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(["error", "message"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(error, answer.Text("error"));
        Assert.False(string.IsNullOrWhiteSpace(answer.Text("message")));
        if (message is not null) Assert.Contains(message, answer.Text("message"), StringComparison.Ordinal);
    }

    private protected Task<string?> PaymentIdAsync(string orderId, string app = "toko") =>
        Database.ScalarAsync<string>("SELECT payment_id FROM qris_facade_payments WHERE reference = @orderId AND app = @app",
            new { orderId, app });

    private protected static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;
}
