using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Conformance;

/// <summary>The middleware: Midtrans's page, and a status that names neither order nor amount (WIRE W2).</summary>
public sealed class MidtransMiddlewareConformance : GatewayConformance
{
    protected override string PluginId => "midtrans-middleware";

    protected override GatewayScript Script { get; } = new()
    {
        Settings = new Dictionary<string, string> { ["AppCode"] = "biling", ["ApiKey"] = "fake-app-key-0001" },
        TakesOurReference = true,
        KnownOnceChosen = true,
        Pages = new Uri("https://app.sandbox.midtrans.com/snap/v4/redirection/"),
        Created = payment => GatewayReply.Json(
            Recorded.Filled("midtrans-middleware/charged.json",
                ("https://app.midtrans.com/snap/v4/redirection/0f8736b5-...", payment.Redirect.OriginalString)), 201),
        Refused = _ => GatewayReply.Json("""{"error":"amount must be an integer"}""", 400),
        Status = payment => GatewayReply.Json(Recorded.Filled("midtrans-middleware/status.json", ("settlement", payment.State switch
        {
            GatewayState.Paid => "settlement",
            GatewayState.Expired => "expire",
            GatewayState.Unheard => GatewayPayment.UnheardWord,
            _ => "pending",
        }))),
        NotFound = _ => GatewayReply.Json("""{"error":"Transaction doesn't exist."}""", 404),
    };
}
