using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using QrisPayments.Gateways.Tests;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>BAYAR GG (bayar-gg.txt): opens, lists and checks payments, and sends webhooks that may be signed.</summary>
internal sealed class BayarGgGateway() : FakeGateway("bayar-gg", "pending")
{
    public const string Secret = "whsec_fake";

    /// <summary>The final amount for an amount: a fee in percent for some methods (WIRE B3).</summary>
    public Func<long, long> Final { get; set; } = static amount => amount;

    public override bool IsCreate(StubRequest request) => request.Target == "/api/create-payment.php";

    protected override IEnumerable<(string, string)> Settings(Uri address) =>
        [("BaseUrl", address.AbsoluteUri + "api/"), ("ApiKey", "fake-api-key-0001"), ("WebhookSecret", Secret), ("Method", "QrisBayarGg")];

    protected override GatewayReply Answer(StubRequest request) => request.Target.Split('?')[0] switch
    {
        "/api/create-payment.php" => Create(request),
        "/api/check-payment.php" => Check(Query(request, "invoice")),
        "/api/list-payments.php" => List(Query(request, "search")!),
        "/api/get-payment-methods.php" => GatewayReply.Json(Fixture.Read("bayar-gg/methods.json")),
        _ => GatewayReply.Json("""{"success":false,"error":"Not found"}""", 404),
    };

    private GatewayReply Create(StubRequest request)
    {
        var asked = Body(request);
        var amount = asked.GetProperty("amount").GetInt64();
        var order = Enter(number => new Order
        {
            Reference = $"BAYAR-{1778029839 + number}-86EFB7", Ours = asked.GetProperty("description").GetString()!, Amount = amount,
            Total = Final(amount), At = Clock.GetUtcNow(),
            Hook = asked.TryGetProperty("callback_url", out var hook) ? new Uri(hook.GetString()!).AbsolutePath : "",
        });
        return Json(Recorded("bayar-gg/created.json", answer =>
        {
            var data = answer["data"]!;
            (data["invoice_id"], data["amount"], data["final_amount"]) = (order.Reference, amount, order.Total);
            (data["qris_string"], data["qris_dynamic_string"], data["expires_at"]) =
                (Qr(order.Total), Qr(order.Total), Wib(Clock.GetUtcNow().AddMinutes(30)));
        }));
    }

    private GatewayReply Check(string? invoice)
    {
        if (Find(invoice) is not { } order) return GatewayReply.Json("""{"success":false,"error":"Payment not found"}""", 404);
        return Json(Recorded("bayar-gg/checked.json", answer =>
        {
            (answer["invoice_id"], answer["status"], answer["amount"], answer["final_amount"]) =
                (order.Reference, order.Status, order.Amount, order.Total);
            answer["paid_at"] = order.PaidAt is { } at ? Wib(at) : null;
            answer["expires_at"] = Wib(order.At.AddMinutes(30));
        }));
    }

    private GatewayReply List(string search) => Json(Recorded("bayar-gg/listed.json", answer =>
    {
        var row = answer["data"]![0]!;
        var found = Orders.Where(order => order.Ours.Contains(search, StringComparison.Ordinal)).Select(order =>
        {
            var one = row.DeepClone();
            (one["invoice_id"], one["status"], one["amount"], one["final_amount"], one["created_at"]) =
                (order.Reference, order.Status, order.Amount, order.Total, Wib(order.At));
            return one;
        }).ToArray();
        (answer["data"], answer["pagination"]!["total"]) = (new JsonArray(found), found.Length);
    }));

    public static void Pay(Order order, DateTimeOffset at) => (order.Status, order.PaidAt) = ("paid", at);

    public static string Webhook(Order order, Action<JsonNode>? change = null) => Recorded("bayar-gg/webhook.json", webhook =>
    {
        (webhook["invoice_id"], webhook["amount"], webhook["final_amount"], webhook["paid_amount"]) =
            (order.Reference, order.Amount, order.Total, order.Total);
        change?.Invoke(webhook);
    }).ToJsonString();

    /// <summary>The headers that sign a webhook about an order at a moment.</summary>
    public static (string, string)[] Sign(Order order, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var text = $"{order.Reference}|paid|{order.Total}|{seconds}";
        return [("X-Webhook-Timestamp", seconds),
            ("X-Webhook-Signature",
                Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text))))];
    }
}
