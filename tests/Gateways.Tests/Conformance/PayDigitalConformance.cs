using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Conformance;

/// <summary>PayDigital: a code of its own on top, and a status query that knows invoices by its own number alone.</summary>
public sealed class PayDigitalConformance : GatewayConformance
{
    protected override string PluginId => "paydigital";

    protected override GatewayScript Script { get; } = new()
    {
        Settings = new Dictionary<string, string> { ["ApiKey"] = "PYG1234567890abcdef", ["StoreId"] = "1", ["BaseUrl"] = "{gateway}api/" },
        Adds = 387,
        Created = payment => GatewayReply.Json(Recorded.Filled(
            "paydigital/created.json", ("PYG20231201123456", payment.Reference),
            ("\"amount\": 10000", $"\"amount\": {payment.Request.Amount}"),
            ("\"unique_code\": 387", $"\"unique_code\": {payment.Total - payment.Request.Amount}"), ("10387", $"{payment.Total}"),
            ("000201010212266....DBD7", payment.Qr), ("2023-12-01 15:00:00", Recorded.Time(payment.ExpiresAt)))),
        // How it says no is not in its text; clients have seen this.
        Refused = _ => GatewayReply.Json("""{"status":"error","message":"API key tidak valid"}"""),
        Status = payment => GatewayReply.Json(Recorded.Filled(
            "paydigital/paid.json", ("PYG20231201123456", payment.Reference),
            ("\"amount\": 10000", $"\"amount\": {payment.Request.Amount}"),
            ("\"unique_code\": 387", $"\"unique_code\": {payment.Total - payment.Request.Amount}"), ("10387", $"{payment.Total}"),
            ("\"paid\"", payment.State switch { GatewayState.Paid => "\"paid\"", GatewayState.Expired => "\"expired\"",
                GatewayState.Unheard => $"\"{GatewayPayment.UnheardWord}\"",
                _ => "\"pending\"" }),
            ("2023-12-01 14:30:00", payment.State == GatewayState.Paid ? Recorded.Time(payment.PaidAt) : "0000-00-00 00:00:00"),
                ("John Doe", payment.Request.Customer!.Name!))),
        NotFound = _ => GatewayReply.Json("""{"status":"error","message":"Invoice tidak ditemukan"}"""),
    };
}
