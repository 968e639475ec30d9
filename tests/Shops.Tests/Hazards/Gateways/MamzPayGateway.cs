using System.Text.Json.Nodes;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>MamzPay (mamzpay.txt): adds its own code, tells of money by an unsigned webhook and in no other way.</summary>
internal sealed class MamzPayGateway() : FakeGateway("mamzpay", "")
{
    /// <summary>The total of the next payment with this amount and number.</summary>
    public Func<long, int, long> Total { get; set; } = static (amount, number) => amount + 44 + number;

    public override bool IsCreate(StubRequest request) => request.Target == "/api/payment/create";

    protected override IEnumerable<(string, string)> Settings(Uri address) =>
        [("BaseUrl", address.AbsoluteUri), ("ApiKey", "mamz-key-0123456789")];

    protected override GatewayReply Answer(StubRequest request)
    {
        var asked = Body(request);
        var amount = asked.GetProperty("amount").GetInt64();
        var order = Enter(number => new Order
        {
            Reference = $"PAY-{1712345677 + number}-45", Ours = asked.GetProperty("ref_id").GetString()!, Amount = amount,
            Total = Total(amount, number),
            Hook = new Uri(asked.GetProperty("callback_url").GetString()!).AbsolutePath,
        });
        return Json(Recorded("mamzpay/created.jsonc", answer =>
        {
            var data = answer["data"]!;
            (data["trx_id"], data["amount"], data["amount_unique"], data["qr_string"]) =
                (order.Reference, order.Amount, order.Total, Qr(order.Total));
        }));
    }

    /// <summary>The webhook for an order, with what a test changes.</summary>
    public static string Notice(Order order, Action<JsonNode>? change = null) => Recorded("mamzpay/paid-webhook.jsonc", notice =>
    {
        (notice["ref_id"], notice["trx_id_gateway"], notice["amount_received"]) = (order.Ours, order.Reference, order.Total);
        change?.Invoke(notice);
    }).ToJsonString();
}
