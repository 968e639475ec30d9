using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>The callback of a paid payment; BAYAR GG knows no other (WIRE B9).</summary>
internal sealed class PaidNotice(ILogger logger)
{
    private const string Event = "payment.paid";

    public FacadeCallback Of(FacadeEvent happened)
    {
        var (made, payment) = (happened.Payment, happened.Payment.Payment);
        var timestamp = happened.SentAt.ToUnixTimeSeconds();
        // What was asked for is what is signed; a payment that is paid has its total.
        var total = payment.TotalAmount ?? payment.PaidAmount ?? payment.Amount;
        var signature = Sign(happened, total, timestamp);
        var body = new PaidWebhook
        {
            Event = Event,
            InvoiceId = made.Reference,
            Status = "paid",
            PaymentMethod = made.Method,
            Amount = payment.Amount,
            FinalAmount = total,
            UniqueCode = payment.UniqueCode ?? 0,
            PaidAt = Reply.Time(payment.PaidAt ?? happened.At),
            PaidAmount = payment.PaidAmount ?? total,
            PaidReffNum = made.PaidReference ?? "",
            PaidVia = made.Method,
            // Neither who paid nor from where is known to the shop.
            IqrisPaymentCustomerName = "",
            IqrisPaymentMethodBy = "",
            CustomerName = payment.Customer?.Name ?? "",
            CustomerEmail = payment.Customer?.Email ?? "",
            CustomerPhone = payment.Customer?.Phone ?? "",
            Description = payment.Description ?? "",
            RedirectUrl = payment.RedirectUrl ?? "",
            HasFile = false,
            HasContent = false,
            Timestamp = timestamp,
            Signature = signature ?? "",
        };
        var headers = new Dictionary<string, string>
        {
            [PaidWebhook.EventHeader] = Event,
            [PaidWebhook.TimestampHeader] = timestamp.ToString(CultureInfo.InvariantCulture),
            [PaidWebhook.InvoiceHeader] = made.Reference,
        };
        if (signature is not null) headers[PaidWebhook.SignatureHeader] = signature;
        return new FacadeCallback { Body = JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.PaidWebhook), Headers = headers };
    }

    /// <summary>
    /// Null without a secret. A client that checks refuses such a callback, and the operator sees why; one that asks for the status
    /// instead of checking (as WIRE B5 would have it) still hears. Signing with an empty secret would let anybody sign.
    /// </summary>
    private string? Sign(FacadeEvent happened, long total, long timestamp)
    {
        if (happened.Secret is { Length: > 0 } secret)
            return WebhookSignature.Of(happened.Payment.Reference, "paid", total.ToString(CultureInfo.InvariantCulture),
                timestamp.ToString(CultureInfo.InvariantCulture), secret);
        logger.LogWarning("App {App} has no callback secret, so its callback goes out without a signature. Set its CallbackSecret",
            happened.App.Code);
        return null;
    }
}
