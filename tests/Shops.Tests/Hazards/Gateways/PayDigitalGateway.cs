using System.Globalization;
using System.Web;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>PayDigital (paydigital.txt): invoices named after the second they were made in, asked about one by one.</summary>
internal sealed class PayDigitalGateway() : FakeGateway("paydigital", "pending")
{
    /// <summary>The name of the invoice with this number.</summary>
    public Func<int, string> Invoice { get; set; } = static number => $"PYG20260101{120000 + number}";

    public override bool IsCreate(StubRequest request) => request.Target == "/api/create_payment.php";

    protected override IEnumerable<(string, string)> Settings(Uri address) =>
        [("BaseUrl", address.AbsoluteUri + "api/"), ("ApiKey", "PYG1234567890abcdef"), ("StoreId", "1")];

    protected override GatewayReply Answer(StubRequest request)
    {
        var asked = HttpUtility.ParseQueryString(request.Body);
        return IsCreate(request)
            ? Create(long.Parse(asked["amount"]!, CultureInfo.InvariantCulture), asked["description"]!)
            : State(asked["invoice"]);
    }

    private GatewayReply Create(long amount, string description)
    {
        var order = Enter(number => new Order
        {
            Reference = Invoice(number), Ours = description, Amount = amount, Total = amount + 386 + number
        });
        return Json(Recorded("paydigital/created.json", answer =>
        {
            var data = answer["data"]!;
            (data["invoice"], data["amount"], data["unique_code"], data["total_amount"]) =
                (order.Reference, amount, order.Total - amount, order.Total);
            (data["qr_content"], data["expired_at"]) = (Qr(order.Total), Wib(Clock.GetUtcNow().AddMinutes(15)));
        }));
    }

    private GatewayReply State(string? invoice)
    {
        if (Find(invoice) is not { } order) return GatewayReply.Json("""{"status":"error","message":"Invoice tidak ditemukan"}""");
        return Json(Recorded("paydigital/paid.json", answer =>
        {
            var data = answer["data"]!;
            (data["invoice"], data["amount"], data["unique_code"], data["total_amount"]) =
                (order.Reference, order.Amount, order.Total - order.Amount, order.Total);
            (data["status"], data["paid_at"]) = (order.Status, order.PaidAt is { } at ? Wib(at) : null);
        }));
    }
}
