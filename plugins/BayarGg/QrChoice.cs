using QrisPayments.BayarGg.Wire;
using QrisPayments.Codec;

namespace QrisPayments.BayarGg;

/// <summary>Which of the QR texts in an answer the customer is shown: exactly one of the nested records.</summary>
internal abstract record QrChoice
{
    private QrChoice() { }

    /// <summary>This one: it asks for the total.</summary>
    public sealed record Show(string Payload) : QrChoice;

    /// <summary>There is none that asks for an amount.</summary>
    public sealed record None : QrChoice;

    /// <summary>There is one that is broken or asks for another amount. Nothing of such an answer may be trusted (WIRE G11).</summary>
    public sealed record Wrong(string Reason) : QrChoice;

    /// <summary>
    /// Chooses by the texts themselves, not by the method: BAYAR GG's documents and its practice differ on which is dynamic (WIRE B2).
    /// </summary>
    /// <param name="payment">The answer.</param>
    /// <param name="total">What the customer has to pay.</param>
    /// <param name="convertHere">A code without an amount is given it here (WIRE B16).</param>
    public static QrChoice Of(CreatedPayment payment, long total, bool convertHere)
    {
        if (Text(payment.QrisDynamicString) is { } made) return Check(made, total);
        if (Text(payment.QrisConverter?.ConvertedQris) is { } converted) return Check(converted, total);
        if (Text(payment.QrisString) is not { } text) return new None();
        var qr = QrisInspector.Inspect(text);
        if (!qr.IsValid || qr.IsDynamic || qr.AmountText is not null) return Check(text, total);
        if (!convertHere) return new None();
        return QrisConverter.Convert(text, new QrisConvertRequest { Amount = total }) is QrisConversion.Converted here
            ? new Show(here.Payload)
            : new Wrong("BAYAR GG's static QR does not take an amount.");
    }

    private static QrChoice Check(string text, long total)
    {
        var qr = QrisInspector.Inspect(text);
        return !qr.IsValid ? new Wrong("BAYAR GG's QR is broken.")
            : qr.Amount != total ? new Wrong($"BAYAR GG's QR asks for {qr.AmountText ?? "no amount"} instead of {total}.")
            : new Show(text);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
