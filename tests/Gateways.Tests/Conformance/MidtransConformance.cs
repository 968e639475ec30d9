using System.Security.Cryptography;
using System.Text;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Conformance;

/// <summary>Midtrans by the Core API: the order number is ours, and the signature stands in the body.</summary>
public sealed class MidtransCoreConformance : GatewayConformance
{
    protected override string PluginId => "midtrans";

    protected override GatewayScript Script { get; } = MidtransWords.Script("CoreQris") with
    {
        TakesOurReference = true,
        Created = payment => GatewayReply.Json(
            MidtransWords.Filled(payment, "midtrans/charged.json", ("{qr}", payment.Qr),
                ("2026-01-01 12:15:00", Recorded.Time(payment.ExpiresAt)))),
        // The HTTP status is 200 whatever the body says.
        Refused = _ => GatewayReply.Json("""{"status_code":"400","status_message":"One or more parameters in the payload is invalid.","validation_messages":["transaction_details.gross_amount is not a number"],"id":"e67a2012-3208-4b3e-8a0e-000000000000"}"""),
    };
}

/// <summary>Midtrans by Snap: its page, known there by a token until the customer has chosen how to pay (WIRE W3).</summary>
public sealed class MidtransSnapConformance : GatewayConformance
{
    protected override string PluginId => "midtrans";

    protected override GatewayScript Script { get; } = MidtransWords.Script("Snap") with
    {
        KnownOnceChosen = true,
        Pages = new Uri("https://app.sandbox.midtrans.com/snap/v4/redirection/"),
        Created = payment => GatewayReply.Json($$"""{"token":"{{payment.Reference}}","redirect_url":"{{payment.Redirect.OriginalString}}"}""", 201),
        Refused = _ => GatewayReply.Json("""{"error_messages":["transaction_details.gross_amount is not a number"]}""", 400),
    };
}

/// <summary>What both ways have in common.</summary>
internal static class MidtransWords
{
    public static GatewayScript Script(string mode) => new()
    {
        Settings = new Dictionary<string, string>
        {
            ["ServerKey"] = Direct.ServerKey, ["MerchantId"] = "G000000000", ["Mode"] = mode, ["Relay"] = "{gateway}"
        },
        Status = payment => GatewayReply.Json(Told(payment, "midtrans/status.json")),
        NotFound = _ => GatewayReply.Json(Fixture.Read("midtrans/not-found.json")),
        Cancelled = payment => GatewayReply.Json(Filled(payment, "midtrans/status.json", ("settlement\"", "cancel\""))),
        // Then the plugin asks how it stands.
        TooLate = payment => payment.Asked?.Method == "GET" ? GatewayReply.Json(Told(payment, "midtrans/status.json"))
            : GatewayReply.Json("""{"status_code":"412","status_message":"Transaction status cannot be updated.","id":"e67a2012-3208-4b3e-8a0e-000000000000"}"""),
        Refunded = payment => GatewayReply.Json(Filled(payment, "midtrans/refunded.json", ("{key}", payment.Refund!.Key!),
            ("10000.00", $"{payment.Refund.Amount}.00"), ("partial_refund", RefundWord(payment)))),
        RefundRefused = _ => GatewayReply.Json("""{"status_code":"412","status_message":"Merchant cannot modify the status of the transaction","id":"e67a2012-3208-4b3e-8a0e-000000000000"}"""),
        RefundStands = payment => GatewayReply.Json(payment.Refund is { } refund
            ? Filled(payment, "midtrans/status-refunded.json", ("{key}", refund.Key!), ("10000.00", $"{refund.Amount}.00"),
                ("partial_refund", RefundWord(payment)))
            : Told(payment, "midtrans/status.json")),
        Webhook = new WebhookScript { Body = Notification, SignatureMember = "signature_key" },
    };

    /// <summary>A recorded payload with this payment's order and amount.</summary>
    public static string Filled(GatewayPayment payment, string path, params (string Recorded, string Now)[] fill) =>
        Recorded.Filled(path, [(Requests.AttemptId, payment.Request.AttemptId), ("789000.00", $"{payment.Total}.00"), .. fill]);

    /// <summary>Status and notification differ in nothing that counts.</summary>
    private static string Told(GatewayPayment payment, string path) => payment.State == GatewayState.Paid
        ? Filled(payment, path, ("2026-01-01 12:04:30", Recorded.Time(payment.PaidAt)))
        : Filled(payment, path,
            ("\"transaction_status\":\"settlement\"",
                $"\"transaction_status\":\"{Word(payment.State)}\""),
            ("\"status_code\":\"200\"", $"\"status_code\":\"{Code(payment)}\""), ("\"settlement_time\":\"2026-01-01 12:04:30\",", ""));

    private static string Word(GatewayState state) =>
        state switch { GatewayState.Expired => "expire", GatewayState.Unheard => GatewayPayment.UnheardWord, _ => "pending" };

    private static string RefundWord(GatewayPayment payment) => payment.Refund!.Amount == payment.Total ? "refund" : "partial_refund";

    private static string Code(GatewayPayment payment) =>
        payment.State switch { GatewayState.Paid => "200", GatewayState.Expired => "202", _ => "201" };

    private static string Notification(GatewayPayment payment)
    {
        var signed = $"{payment.Request.AttemptId}{Code(payment)}{payment.Total}.00{Direct.ServerKey}";
        return Told(payment, "midtrans/notification.json")
            .Replace("{signature}", Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(signed))), StringComparison.Ordinal);
    }
}
