using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Conformance;

/// <summary>
/// MamzPay: a code of its own on top, no status query, and a webhook that only the payment's own address proves (WIRE M1).
/// </summary>
public sealed class MamzPayConformance : GatewayConformance
{
    protected override string PluginId => "mamzpay";

    protected override GatewayScript Script { get; } = new()
    {
        Settings = new Dictionary<string, string> { ["ApiKey"] = "mamz-key-0123456789" },
        Adds = 45,
        Created = payment => GatewayReply.Json(Recorded.Filled(
            "mamzpay/created.jsonc", ("PAY-1712345678-45", payment.Reference),
            ("\"amount\": 50000", $"\"amount\": {payment.Request.Amount}"),
            ("50045", $"{payment.Total}"), ("000201010212266...", payment.Qr))),
        Refused = _ => GatewayReply.Json(Recorded.Filled("mamzpay/refused.jsonc"), 401),
        Webhook = new WebhookScript
        {
            IsUnsigned = true,
            // It tells of money that came, and of nothing else.
            Body = payment => payment.State != GatewayState.Paid ? null : Recorded.Filled(
                "mamzpay/paid-webhook.jsonc", ("INV-001", payment.Request.AttemptId), ("50045", $"{payment.Total}"),
                    ("PAY-171234...", payment.Reference)),
        },
    };
}
