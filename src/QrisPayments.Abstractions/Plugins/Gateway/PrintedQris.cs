using QrisPayments.Codec;

namespace QrisPayments.Plugins;

/// <summary>
/// The merchant's own printed code, for providers that make their QR without asking a gateway: what may be wrong with it, and an
/// attempt opened with it.
/// </summary>
public static class PrintedQris
{
    /// <summary>What is wrong with the code, in words for the operator who pasted it.</summary>
    /// <param name="qris">The text of the code.</param>
    /// <param name="putsAmount">Whether the amount is put into it; then a request for a tip does no harm, because it is taken out.</param>
    /// <param name="field">The setting that holds the text.</param>
    /// <param name="putsAmountField">The setting that says whether the amount is put into it.</param>
    public static IEnumerable<Fault> Check(string? qris, bool putsAmount, string field, string putsAmountField)
    {
        var qr = QrisInspector.Inspect(qris?.Trim());
        if (qr.Findings.FirstOrDefault(finding => finding.Severity == QrisSeverity.Reject) is { } fault)
            yield return new Fault(field, "qris_unreadable",
                $"The text is not a sound QRIS ({fault.Code} at position {fault.Offset}: {fault.Message}) "
                + "Scan your printed code again and paste the whole text, from 000201 to the last four characters.");
        else if (!qr.IsQris || qr.CurrencyCode != "360")
            yield return new Fault(field, "qris_foreign", "The code is not an Indonesian QRIS in rupiah (currency "
                + $"{qr.CurrencyCode}, country {qr.CountryCode}).");
        else if (qr.IsDynamic || qr.AmountText is not null)
            yield return new Fault(field, "qris_dynamic", "The code already carries one payment's amount. "
                + "Paste your static code, the one that is printed on your counter.");
        else if (!putsAmount && qr.TipIndicator is not null)
            yield return new Fault(field, "qris_tip", "The code asks the payer for a tip, which would change the total that identifies "
                + $"the payment. Set {putsAmountField} to true; then the tip is taken out.");
    }

    /// <summary>
    /// The merchant's national number (NMID, tag 51) in the code, for <see cref="ProviderTraits.Nmid"/>; null when it names none.
    /// </summary>
    public static string? Nmid(string? qris) => QrisInspector.Inspect(qris?.Trim()).Nmid;

    /// <summary>Opens an attempt with the code. The codec converts it object by object, so that nothing but the amount changes.</summary>
    /// <param name="qris">A code without faults.</param>
    /// <param name="total">What the customer has to pay, whole rupiah.</param>
    /// <param name="putsAmount">False shows the code as it is printed, and the payer types the total.</param>
    public static OpenResult Open(string qris, long total, bool putsAmount)
    {
        ArgumentNullException.ThrowIfNull(qris);
        if (!putsAmount) return new OpenResult.Opened { TotalAmount = total, QrPayload = qris.Trim(), PayerTypesAmount = true };
        return QrisConverter.Convert(qris.Trim(), new QrisConvertRequest { Amount = total }) switch
        {
            QrisConversion.Converted converted => new OpenResult.Opened { TotalAmount = total, QrPayload = converted.Payload },
            QrisConversion.Refused refused => new OpenResult.Rejected("qris_refused", refused.Findings[0].Message),
            _ => throw new InvalidOperationException(),
        };
    }
}
