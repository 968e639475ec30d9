using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
        if (words[3] == "refund") return Refund(order, Body(request));
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

    /// <summary>"Online direct": one key gives back once, and never more than was paid.</summary>
    private GatewayReply Refund(Order order, JsonElement asked)
    {
        var (key, amount) = (asked.GetProperty("refund_key").GetString()!, asked.GetProperty("amount").GetInt64());
        if (!Give(order, key, amount))
            return GatewayReply.Json("""{"status_code":"412","status_message":"Merchant cannot modify the status of the transaction","id":"x"}""");
        return Json(Recorded("midtrans/refunded.json", answer =>
        {
            (answer["order_id"], answer["gross_amount"], answer["transaction_status"]) = (order.Reference, $"{order.Total}.00", order.Status);
            (answer["refund_key"], answer["refund_amount"]) = (key, $"{amount}.00");
        }));
    }

    /// <summary>Money goes back, by the API or in the dashboard; false when there is not so much left.</summary>
    public bool Give(Order order, string key, long amount)
    {
        lock (_refunds)
        {
            var ofOrder = _refunds.Where(refund => refund.Order == order.Reference).ToList();
            if (ofOrder.Any(refund => refund.Key == key)) return true;
            var sum = ofOrder.Sum(refund => refund.Amount) + amount;
            if (sum > order.Total || order.Status == "pending") return false;
            _refunds.Add((order.Reference, key, amount));
            order.Status = sum == order.Total ? "refund" : "partial_refund";
            return true;
        }
    }

    private readonly List<(string Order, string Key, long Amount)> _refunds = [];

    private JsonArray? RefundsOf(Order order)
    {
        lock (_refunds)
        {
            var ofOrder = _refunds.Where(refund => refund.Order == order.Reference).ToList();
            return ofOrder.Count == 0 ? null : new JsonArray([.. ofOrder.Select((refund, i) => (JsonNode)new JsonObject
            {
                ["refund_chargeback_id"] = 7001 + i, ["refund_amount"] = $"{refund.Amount}.00", ["refund_key"] = refund.Key,
                ["created_at"] = Wib(Clock.GetUtcNow()), ["bank_confirmed_at"] = Wib(Clock.GetUtcNow()), ["reason"] = "Barang habis",
            })]);
        }
    }

    private JsonNode Status(Order order) => Recorded("midtrans/status.json", answer =>
    {
        (answer["order_id"], answer["gross_amount"], answer["transaction_status"]) = (order.Reference, $"{order.Total}.00", order.Status);
        answer["status_code"] = order.Status switch { "settlement" => "200", "pending" => "201", _ => "202" };
        answer["settlement_time"] = order.PaidAt is { } at ? Wib(at) : null;
        if (RefundsOf(order) is not { } refunds) return;
        (answer["status_code"], answer["refunds"]) = ("200", refunds);
        lock (_refunds)
            answer["refund_amount"] = $"{_refunds.Where(refund => refund.Order == order.Reference).Sum(refund => refund.Amount)}.00";
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
