using QrisPayments.Codec;

namespace QrisPayments.StaticQris;

/// <summary>What is wrong with a merchant's static QRIS, in words for the person who pasted it.</summary>
internal static class StaticQrisCheck
{
    public static IEnumerable<Fault> Faults(StaticQrisSettings settings)
    {
        var qr = QrisInspector.Inspect(settings.Qris);
        if (qr.Findings.FirstOrDefault(finding => finding.Severity == QrisSeverity.Reject) is { } fault)
            yield return Fault("qris_unreadable", $"The text is not a sound QRIS ({fault.Code} at position {fault.Offset}: {fault.Message}) "
                + "Scan your printed code again and paste the whole text, from 000201 to the last four characters.");
        else if (!qr.IsQris || qr.CurrencyCode != "360")
            yield return Fault("qris_foreign", $"The code is not an Indonesian QRIS in rupiah (currency {qr.CurrencyCode}, country {qr.CountryCode}).");
        else if (qr.IsDynamic || qr.AmountText is not null)
            yield return Fault("qris_dynamic", "The code already carries one payment's amount. Paste your static code, the one that is printed on your counter.");
        else if (!settings.PutAmountIntoQr && qr.TipIndicator is not null)
            yield return Fault("qris_tip", "The code asks the payer for a tip, which would change the total that identifies the payment. Set PutAmountIntoQr to true; then the tip is taken out.");
    }

    private static Fault Fault(string code, string message) => new(nameof(StaticQrisSettings.Qris), code, message);
}
