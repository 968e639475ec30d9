using System.Globalization;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Conformance;

/// <summary>
/// Qiospay: nobody is asked to open, the ledger tells of money, and a callback is known by the key in its path (WIRE Q8, Q9).
/// </summary>
public sealed class QiospayConformance : GatewayConformance
{
    private const string WebhookKey = "webhook-key-of-today";

    protected override string PluginId => "qiospay";

    protected override GatewayScript Script { get; } = new()
    {
        Settings = new Dictionary<string, string>
        {
            ["MerchantCode"] = "QP048797", ["ApiKey"] = "137c9ddc5e055636ef79d000", ["Qris"] = TestQris.Printed,
            ["BaseUrl"] = "{gateway}api/",
            ["WebhookKey"] = WebhookKey, ["PreviousWebhookKey"] = "webhook-key-of-yesterday",
        },
        SecretsInAddress = true,
        Ledger = entries => GatewayReply.Json(Recorded.Filled("qiospay/mutations.json", (Row, string.Join(", ", entries.Select(Write))))),
        Webhook = new WebhookScript
        {
            PathKey = WebhookKey,
            // It tells of money that came, and of nothing else.
            Body = payment => payment.State != GatewayState.Paid ? null : Recorded.Filled(
                "qiospay/callback.json", ("ID20233072912345", TestQris.Nmid), ("\"amount\": 1000", $"\"amount\": {payment.Total}"),
                ("17/06/2025 18:52", payment.PaidAt.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture))),
        },
    };

    private static string Row => Fixture.Read("qiospay/mutations.json").Split('[', ']')[1].Trim();

    // A row has no number of its own.
    private static string Write(LedgerEntry entry) =>
        Direct.Edit(Row, [("2024-07-03 22:38:07", Recorded.Time(entry.At)), ("13000", $"{entry.Amount}")]);
}
