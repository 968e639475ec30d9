using QrisPayments.Codec;

namespace QrisPayments.Plugins.Providers;

/// <summary>
/// Stands between a provider's QR and the customer (WIRE G11): only a sound payload in rupiah that asks for exactly the
/// expected total is ever shown.
/// </summary>
internal static class QrGuard
{
    /// <summary>Why the QR must not be shown, or null.</summary>
    public static string? Refuse(OpenResult.Opened opened)
    {
        // As for the shop's own redirect_url: the loopback interface cannot be listened in on.
        if (opened.RedirectUrl is { } url
            && !(url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))))
            return "The provider's address is not https.";
        if (opened.QrPayload is not { } payload)
            return opened.RedirectUrl is null && opened.Instructions is null
                ? "The provider opened the attempt without QR, redirect or instructions."
                : null;
        var qr = QrisInspector.Inspect(payload);
        if (qr.Findings.FirstOrDefault(finding => finding.Severity == QrisSeverity.Reject) is { } fault)
            return $"The provider's QR is broken: {fault.Code} at {fault.Path}.";
        if (payload.Length > 600) return "The provider's QR is too long.";
        if (qr.CurrencyCode != "360") return $"The provider's QR is in currency {qr.CurrencyCode}, not 360 (rupiah).";
        if (opened.PayerTypesAmount)
            return qr.AmountText is null ? null : "The provider's QR carries an amount although the payer was to type it.";
        return qr.Amount == opened.TotalAmount
            ? null
            : $"The provider's QR asks for {qr.AmountText ?? "no amount"}, but {opened.TotalAmount} is expected.";
    }
}
