using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>Midtrans itself (midtrans-direct.md), Core QRIS behind a relay.</summary>
internal sealed class MidtransGateway() : FakeGateway("midtrans", "pending")
{
    private const string ServerKey = "fake-server-key";

    public override bool IsCreate(StubRequest request) => request.Target == "/v2/charge";

    protected override IEnumerable<(string, string)> Settings(Uri address) =>
        [("Relay", address.AbsoluteUri), ("ServerKey", ServerKey), ("MerchantId", "G000000000"), ("IsProduction", "true")];

    protected override GatewayReply Answer(StubRequest request)
    {
        if (IsCreate(request)) return Charge(request);
        var words = request.Target.Split('/');
        if (Find(words[2]) is not { } order) return GatewayReply.Json("""{"status_code":"404","status_message":"Transaction doesn't exist.","id":"x"}""");
        if (words[3] == "expire" && order.Status == "pending") order.Status = "expire";
        return Json(Status(order));
    }

    private GatewayReply Charge(StubRequest request)
    {
        var details = Body(request).GetProperty("transaction_details");
        var amount = details.GetProperty("gross_amount").GetInt64();
        var order = Enter(number => new Order
        {
            Reference = details.GetProperty("order_id").GetString()!, Ours = details.GetProperty("order_id").GetString()!, Amount = amount,
            Total = amount,
            Hook = request.Headers.TryGetValue("X-Override-Notification", out var hook) ? new Uri(hook).AbsolutePath : "",
        });
        return Json(Recorded("midtrans/charged.json", answer =>
        {
            (answer["order_id"], answer["gross_amount"], answer["qr_string"]) = (order.Reference, $"{amount}.00", Qr(amount));
            (answer["transaction_time"], answer["expiry_time"]) = (Wib(Clock.GetUtcNow()), Wib(Clock.GetUtcNow().AddMinutes(15)));
        }));
    }

    private JsonNode Status(Order order) => Recorded("midtrans/status.json", answer =>
    {
        (answer["order_id"], answer["gross_amount"], answer["transaction_status"]) = (order.Reference, $"{order.Total}.00", order.Status);
        answer["status_code"] = order.Status switch { "settlement" => "200", "pending" => "201", _ => "202" };
        answer["settlement_time"] = order.PaidAt is { } at ? Wib(at) : null;
    });

    /// <summary>A notification as Midtrans signs it; what a test changes afterwards is not signed.</summary>
    public static string Notice(Order order, Action<JsonNode>? signed = null, Action<JsonNode>? unsigned = null) =>
        Recorded("midtrans/notification.json", notice =>
    {
        (notice["order_id"], notice["gross_amount"]) = (order.Reference, $"{order.Total}.00");
        notice["settlement_time"] = order.PaidAt is { } at ? Wib(at) : null;
        signed?.Invoke(notice);
        var text = $"{notice["order_id"]}{notice["status_code"]}{notice["gross_amount"]}{ServerKey}";
        notice["signature_key"] = Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)));
        unsigned?.Invoke(notice);
    }).ToJsonString();

    public static void Pay(Order order, DateTimeOffset at) => (order.Status, order.PaidAt) = ("settlement", at);
}
