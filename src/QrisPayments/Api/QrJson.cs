using QrisPayments.Codec;
using QrisPayments.Foundation;

namespace QrisPayments.Api;

/// <summary>What was found in a QRIS payload, as the API writes it.</summary>
internal static class QrJson
{
    public static object Of(QrisInspection qr) => new
    {
        valid = qr.IsValid,
        qris = qr.IsQris,
        dynamic = qr.IsDynamic,
        amount = qr.Amount,
        amount_text = qr.AmountText,
        merchant_name = Seen(qr.MerchantName),
        merchant_city = Seen(qr.MerchantCity),
        postal_code = qr.PostalCode,
        nmid = qr.Nmid,
        pan = qr.Pan,
        pan_kind = qr.PanKind,
        nns = qr.Nns,
        criteria = qr.Criteria,
        category_code = qr.CategoryCode,
        currency = qr.CurrencyCode,
        country = qr.CountryCode,
        purpose = qr.Purpose,
        tip_indicator = qr.TipIndicator,
        findings = qr.Findings.Select(Of),
        objects = qr.Objects.Select(Of),
    };

    public static object Of(QrisFinding finding) => new
    {
        code = finding.Code,
        path = finding.Path,
        offset = finding.Offset,
        severity = finding.Severity,
        expected = finding.Expected,
        found = finding.Found,
        message = finding.Message,
        message_id = finding.MessageId,
    };

    /// <summary>A name to be shown; as it stands in the code it is the value of its object.</summary>
    public static string? Seen(string? text) => text is null ? null : CleanText.Of(text);

    private static object Of(QrisObject item) => new
    {
        id = item.Id,
        path = item.Path,
        offset = item.Offset,
        length = item.Length,
        value = item.Value,
        children = item.Children.Select(Of),
    };
}
