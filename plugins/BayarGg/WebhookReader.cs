using System.Globalization;
using System.Text.Json;
using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>Verifies and reads BAYAR GG's webhooks. Whatever one says, the module then asks BAYAR GG itself (WIRE B5).</summary>
internal sealed class WebhookReader(BayarGgSettings settings)
{
    /// <summary>How old a webhook may be where signatures are required (WIRE B6).</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    private static readonly WebhookReply Taken = new(200, """{"success":true}""");
    private static readonly WebhookReply NotTaken = new(401, """{"error":"Invalid signature"}""");
    private static readonly WebhookReply NotUnderstood = new(400, """{"success":false,"error":"Invalid payload"}""");

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public WebhookVerdict Read(WebhookRequest request)
    {
        PaidWebhook? told;
        string amount;
        try
        {
            told = JsonSerializer.Deserialize(request.Body.Span, WireJson.Default.PaidWebhook);
            amount = AmountAsWritten(request.Body);
        }
        catch (JsonException)
        {
            return new WebhookVerdict.Malformed(
                "The body is not a payment's JSON, or an amount in it is no whole rupiah.") { Reply = NotUnderstood };
        }
        if (told is not { InvoiceId: { Length: > 0 } invoice, Status: { Length: > 0 } status, FinalAmount: { } total })
            return new WebhookVerdict.Malformed("invoice_id, status or final_amount is missing.") { Reply = NotUnderstood };
        var isSigned = Signature(request).Length > 0 && IsChecked;
        if ((isSigned ? Forgery(request, invoice, status, amount) : Missing(request)) is { } reason)
            return new WebhookVerdict.Forged(reason) { Reply = NotTaken };
        return new WebhookVerdict.Genuine
        {
            IsProven = isSigned,
            ProviderRef = invoice,
            // The signed fields alone; whoever is on the way may write into all others (WIRE B4).
            Status = status.Equals("paid", StringComparison.OrdinalIgnoreCase)
                ? new StatusResult.Paid { Amount = total, Reference = invoice }
                : null,
            Reply = Taken,
        };
    }

    private bool IsChecked => settings.Signature != SignaturePolicy.Off && !string.IsNullOrWhiteSpace(settings.WebhookSecret);

    private static string Signature(WebhookRequest request) =>
        request.Headers.GetValueOrDefault(PaidWebhook.SignatureHeader)?.Trim() ?? "";

    /// <summary>
    /// Where there is a secret to check by, a webhook without a signature is a stranger's (F11). BAYAR GG's documents differ on whether it
    /// signs, so the attempt's own address, which it alone was told, is proof enough where a signature is not required.
    /// </summary>
    private string? Missing(WebhookRequest request) =>
        settings.Signature == SignaturePolicy.Required || (IsChecked && request.Attempt is null) ? "It is not signed." : null;

    private string? Forgery(WebhookRequest request, string invoice, string status, string amount)
    {
        var signature = Signature(request);
        var timestamp = request.Headers.GetValueOrDefault(PaidWebhook.TimestampHeader)?.Trim() ?? "";
        // What divides the signed fields must not be inside one: two readings of them would have one signature (WIRE B4).
        if (invoice.Contains('|', StringComparison.Ordinal) || status.Contains('|', StringComparison.Ordinal)
            || amount.Contains('|', StringComparison.Ordinal) || timestamp.Contains('|', StringComparison.Ordinal))
            return "A signed field holds the sign that divides the fields.";
        // The header's time is the signed one; the body has another (WIRE B7).
        if (!WebhookSignature.AmountForms(amount).Any(form =>
            WebhookSignature.Fits(signature.ToLowerInvariant(),
                WebhookSignature.Of(invoice, status, form, timestamp, settings.WebhookSecret!.Trim()))))
            return "The signature does not fit the webhook secret key.";
        return settings.Signature == SignaturePolicy.Required && !IsFresh(timestamp, request.ReceivedAt)
            ? "It is signed, but not of these ten minutes."
            : null;
    }

    private static bool IsFresh(string timestamp, DateTimeOffset receivedAt) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((decimal)receivedAt.ToUnixTimeSeconds() - seconds) <= (decimal)Freshness.TotalSeconds;

    /// <summary>final_amount as it stands in the JSON, because that is what was signed (WIRE B4).</summary>
    private static string AmountAsWritten(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, Strict);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("final_amount", out var amount))
            return "";
        return amount.ValueKind == JsonValueKind.String ? amount.GetString()! : amount.GetRawText();
    }
}
