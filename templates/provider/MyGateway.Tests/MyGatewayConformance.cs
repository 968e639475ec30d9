using System.Security.Cryptography;
using System.Text;
using QrisPayments.Testing;

namespace MyGateway.Tests;

// Runs the suite that every gateway has to pass. It decides what is true or wrong in a payment; here it is only written down
// in the gateway's own words, best taken from recorded answers.
public sealed class MyGatewayConformance : GatewayConformance
{
    private const string WebhookSecret = "whsec-0123456789abcdef";

    protected override string PluginId => "my-gateway";

    protected override GatewayScript Script { get; } = new()
    {
        Settings = new Dictionary<string, string> { ["ApiKey"] = "test-key-12345678", ["WebhookSecret"] = WebhookSecret },
        Created = payment => GatewayReply.Json(Write(payment), 201),
        Refused = _ => GatewayReply.Json("""{"error":"amount_too_large"}""", 422),
        Status = payment => GatewayReply.Json(Write(payment)),
        NotFound = _ => GatewayReply.Json("""{"error":"not_found"}""", 404),
        Webhook = new WebhookScript
        {
            Body = Write,
            Headers = body => new Dictionary<string, string>
            {
                ["X-Signature"] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookSecret), body)),
            },
        },
    };

    private static string Write(GatewayPayment payment)
    {
        var state = payment.State switch
        {
            GatewayState.Paid => "paid", GatewayState.Expired => "expired", GatewayState.Unheard => GatewayPayment.UnheardWord,
            _ => "pending",
        };
        var paidAt = payment.State == GatewayState.Paid ? $"\"{payment.PaidAt:yyyy-MM-dd HH:mm:ss}\"" : "null";
        return $$"""
            {"id":"{{payment.Reference}}","reference":"{{payment.Request.AttemptId}}","status":"{{state}}","total":"{{payment.Total}}.00",
             "qr_string":"{{payment.Qr}}","expires_at":"{{payment.ExpiresAt:yyyy-MM-dd HH:mm:ss}}","paid_at":{{paidAt}}}
            """;
    }
}
