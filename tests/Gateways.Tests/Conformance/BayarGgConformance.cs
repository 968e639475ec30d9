using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Conformance;

/// <summary>BAYAR GG as it is set up at first: signatures are looked at where there are any (WIRE B5).</summary>
public sealed class BayarGgConformance : GatewayConformance
{
    private const string Secret = "whsec_fake_0123456789";

    protected override string PluginId => "bayar-gg";

    protected override GatewayScript Script => ScriptOf("IfPresent", mayBeUnsigned: true);

    /// <summary>The script for one policy of signatures.</summary>
    internal static GatewayScript ScriptOf(string policy, bool mayBeUnsigned) => new()
    {
        Settings = new Dictionary<string, string> { ["ApiKey"] = "fake-api-key-0001", ["WebhookSecret"] = Secret, ["Signature"] = policy },
        Created = payment => Asks(payment, "get-payment-methods.php") ? Bayar.Methods : GatewayReply.Json(Recorded.Filled(
            "bayar-gg/created.json", ("\"BAYAR-1778029840-86EFB7\"", $"\"{payment.Reference}\""),
            ("\"amount\": 50000", $"\"amount\": {payment.Request.Amount}"),
            ("\"final_amount\": 50000", $"\"final_amount\": {payment.Total}"),
            ("\"unique_code\": 0", $"\"unique_code\": {payment.Total - payment.Request.Amount}"),
            ("2026-04-16 12:30:00", Recorded.Time(payment.ExpiresAt)), ("\"0002010102122676...\"", $"\"{payment.Qr}\""))),
        Refused = payment => Asks(payment, "get-payment-methods.php")
            ? Bayar.Methods
            : GatewayReply.Json("""{"success":false,"error":"Metode pembayaran tidak tersedia"}""", 400),
        Status = payment => GatewayReply.Json(Asks(payment, "list-payments.php") ? Listed(payment) : Checked(payment)),
        NotFound = _ => GatewayReply.Json("""{"success":false,"error":"Invoice tidak ditemukan"}""", 404),
        Webhook = new WebhookScript { Body = Paid, Headers = Sign, MayBeUnsigned = mayBeUnsigned },
    };

    // Before a create the plugin asks which methods there are, and it looks in the list for what it has no invoice of (WIRE B10, B17).
    private static bool Asks(GatewayPayment payment, string page) => payment.Asked?.Target.Contains(page, StringComparison.Ordinal) == true;

    private static string State(GatewayPayment payment) =>
        payment.State switch { GatewayState.Paid => "\"paid\"", GatewayState.Expired => "\"expired\"",
            GatewayState.Unheard => $"\"{GatewayPayment.UnheardWord}\"", _ => "\"pending\"" };

    private static string PaidAt(GatewayPayment payment) =>
        payment.State == GatewayState.Paid ? $"\"{Recorded.Time(payment.PaidAt)}\"" : "null";

    private static string Checked(GatewayPayment payment) => Recorded.Filled(
        "bayar-gg/checked.json", (Bayar.Invoice, payment.Reference), ("\"paid\"", State(payment)),
        ("\"amount\": 50000", $"\"amount\": {payment.Request.Amount}"),
        ("50347", $"{payment.Total}"), ("\"2026-04-16 12:25:30\"", PaidAt(payment)),
            ("2026-04-16 12:30:00", Recorded.Time(payment.ExpiresAt)));

    private static string Listed(GatewayPayment payment) => Recorded.Filled(
        "bayar-gg/listed.json", (Bayar.Invoice, payment.Reference), ("\"paid\"", State(payment)),
        ("\"amount\": 50000", $"\"amount\": {payment.Request.Amount}"),
        ("50347", $"{payment.Total}"), ("\"2026-04-16 12:25:30\"", PaidAt(payment)),
        ("2026-04-16 12:20:00", Recorded.Time(payment.ExpiresAt.AddMinutes(-10))),
        ("\"total\": 42, \"total_pages\": 5", "\"total\": 1, \"total_pages\": 1"));

    // Only the paid event exists.
    private static string? Paid(GatewayPayment payment) => payment.State != GatewayState.Paid ? null : Recorded.Filled(
        "bayar-gg/webhook.json", (Bayar.Invoice, payment.Reference), ("\"amount\": 50000", $"\"amount\": {payment.Request.Amount}"),
        ("\"final_amount\": 50000", $"\"final_amount\": {payment.Total}"), ("\"paid_amount\": 50000", $"\"paid_amount\": {payment.Total}"),
        ("2024-01-15 12:25:30", Recorded.Time(payment.PaidAt)), ("John Doe", payment.Request.Customer!.Name!),
        ("john@example.com", payment.Request.Customer.Email!),
        ("08123456789", payment.Request.Customer.Phone!), ("1705312530", $"{payment.PaidAt.ToUnixTimeSeconds()}"));

    /// <summary>The header signs four fields; the member of the body that is called signature is none (WIRE B4).</summary>
    private static Dictionary<string, string> Sign(byte[] body)
    {
        var (invoice, time) = (Field(body, "invoice_id"), Field(body, "timestamp"));
        var signed = $"{invoice}|{Field(body, "status")}|{Field(body, "final_amount")}|{time}";
        return new Dictionary<string, string>
        {
            ["X-Webhook-Event"] = "payment.paid", ["X-Webhook-Timestamp"] = time, ["X-Invoice-ID"] = invoice,
            ["X-Webhook-Signature"] =
                Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed))),
        };
    }

    private static string Field(byte[] body, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value)
                ? value.ToString()
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}

/// <summary>BAYAR GG with signatures ignored by setting: every webhook is a hint.</summary>
public sealed class BayarGgUnsignedConformance : GatewayConformance
{
    protected override string PluginId => "bayar-gg";

    protected override GatewayScript Script { get; } = Unsigned(BayarGgConformance.ScriptOf("Off", mayBeUnsigned: false));

    private static GatewayScript Unsigned(GatewayScript script) =>
        script with { Webhook = new WebhookScript { Body = script.Webhook!.Body, IsUnsigned = true } };
}

/// <summary>BAYAR GG where the operator demands signatures.</summary>
public sealed class BayarGgSignedConformance : GatewayConformance
{
    protected override string PluginId => "bayar-gg";

    protected override GatewayScript Script => BayarGgConformance.ScriptOf("Required", mayBeUnsigned: false);
}
