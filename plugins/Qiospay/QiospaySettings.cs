using System.ComponentModel.DataAnnotations;
using QrisPayments.Codec;
using QrisPayments.Plugins;

namespace QrisPayments.Qiospay;

/// <summary>Settings under <c>QrisPayments:Providers:qiospay</c>.</summary>
public sealed class QiospaySettings : IGatewayAddress, ICheckSettings
{
    /// <summary>A trusted webhook is evidence, so its key must be too long to guess.</summary>
    private const int TrustedKeyLength = 16;

    /// <summary>Which of the two gateways that speak this language.</summary>
    [Display(Name = "Service", Description = "Where your QRIS merchant account is.")]
    public QiospayService Service { get; set; }

    /// <summary>The merchant's code. Taken as it is written, letter for letter.</summary>
    [Required, RegularExpression("[A-Za-z0-9_-]+",
        ErrorMessage = "{0} must be the code as the dashboard shows it: letters and digits, without spaces.")]
    [Display(Name = "Merchant code", Description = "“Merchant Code” on the page “Integrasi API” of your dashboard. Copy it exactly: "
        + "QP48797 and QP048797 are not the same.")]
    public string MerchantCode { get; set; } = "";

    /// <summary>The merchant's key. The gateway wants it in the address of a request.</summary>
    [Required, Secret, RegularExpression(@"\S+", ErrorMessage = "{0} must not contain spaces.")]
    [Display(Name = "API key", Description = "“Api Key” on the same page.")]
    public string ApiKey { get; set; } = "";

    /// <summary>The text inside the merchant's printed QRIS: static, in rupiah, without an amount.</summary>
    [Required]
    [Display(Name = "Static QRIS",
        Description = "The text inside the printed QRIS of this account. Scan it with any QR reader that shows text.")]
    public string Qris { get; set; } = "";

    /// <summary>
    /// False shows the printed code as it is, and the payer types the exact total: for wallets that refuse a code with the amount
    /// put in (Alipay is known for it).
    /// </summary>
    [Display(Name = "Put the amount into the QR", Description = "Switch it off only if your customers' wallets refuse the code; "
        + "they then type the exact amount themselves.")]
    public bool PutAmountIntoQr { get; set; } = true;

    /// <summary>The merchant's national id; blank takes it from <see cref="Qris"/>.</summary>
    [RegularExpression("ID[0-9]{13,15}", ErrorMessage = "{0} must be the NMID as it is printed below your QRIS, such as ID2020012345678.")]
    [Display(Name = "NMID", Description = "Leave it blank: it is read from your QRIS. Webhooks about another NMID are ignored.")]
    public string? Nmid { get; set; }

    /// <summary>What was entered, else what stands in the QRIS.</summary>
    internal string? TrueNmid => string.IsNullOrEmpty(Nmid) ? PrintedQris.Nmid(Qris) : Nmid;

    /// <summary>The secret at the end of our webhook address; blank takes no webhooks.</summary>
    [Secret, StringLength(200, MinimumLength = 6),
        RegularExpression("[A-Za-z0-9._~-]+", ErrorMessage = "{0} must consist of letters, digits and . _ ~ - only.")]
    [Display(Name = "Webhook key", Description = "With it payments are seen within seconds. In the dashboard, enter your webhook address "
        + "of this account followed by “/” and this key.")]
    public string? WebhookKey { get; set; }

    /// <summary>The key before <see cref="WebhookKey"/>, still accepted while the dashboard is being changed.</summary>
    [Secret, StringLength(200, MinimumLength = 6),
        RegularExpression("[A-Za-z0-9._~-]+", ErrorMessage = "{0} must consist of letters, digits and . _ ~ - only.")]
    [Display(Name = "Previous webhook key", Description = "To change the key without missing a payment: move the old one here, enter the "
        + "new one above, change the dashboard, then empty this field.")]
    public string? PreviousWebhookKey { get; set; }

    /// <summary>
    /// A webhook counts as the money itself, not as a hint to look into the ledger.
    /// </summary>
    [Display(Name = "Trust webhooks", Description = "Only if your account has no access to the mutation list. "
        + "Normally a webhook just makes us look there at once, so that a forged one does no harm.")]
    public bool TrustWebhooks { get; set; }

    /// <summary>Another address than the service's own.</summary>
    [Display(Name = "Gateway address", Description = "Leave it blank, unless the service tells you another one. It ends with /api/.")]
    public Uri? BaseUrl { get; set; }

    /// <inheritdoc/>
    [Display(Name = "Accept an address without https",
        Description = "Never needed for the services themselves; for tests on your own machine.")]
    public bool AllowInsecureHttp { get; set; }

    Uri IGatewayAddress.BaseUrl =>
        BaseUrl ?? (Service == QiospayService.OkeConnect
            ? new Uri("https://gateway.okeconnect.com/api/")
            : new Uri("https://qiospay.id/api/"));

    /// <inheritdoc/>
    public IEnumerable<Fault> Check()
    {
        foreach (var fault in PrintedQris.Check(Qris, PutAmountIntoQr, nameof(Qris), nameof(PutAmountIntoQr))) yield return fault;
        var inside = QrisInspector.Inspect(Qris.Trim()).Nmid;
        if (!string.IsNullOrEmpty(Nmid) && inside is not null && !inside.Equals(Nmid, StringComparison.OrdinalIgnoreCase))
            yield return new Fault(nameof(Nmid), "nmid_differs", $"The QRIS belongs to {inside}, not to {Nmid}. Paste the QRIS of this "
                + "account, or leave the NMID blank.");
        if (!string.IsNullOrEmpty(PreviousWebhookKey) && string.IsNullOrEmpty(WebhookKey))
            yield return new Fault(nameof(WebhookKey), "webhook_key_missing",
                "There is a previous webhook key but no present one. Enter the key that the dashboard uses now.");
        if (!TrustWebhooks) yield break;
        if (string.IsNullOrEmpty(WebhookKey)
            || new[] { WebhookKey, PreviousWebhookKey }.Any(key => key is { Length: > 0 and < TrustedKeyLength }))
            yield return new Fault(nameof(WebhookKey), "webhook_key_weak",
                $"Webhooks are to be trusted, so every key must have at least {TrustedKeyLength} characters.");
        if (string.IsNullOrEmpty(Nmid) && inside is null)
            yield return new Fault(nameof(Nmid), "nmid_missing",
                "Webhooks are to be trusted, but the QRIS names no NMID. Enter the one that is printed below it.");
    }
}

/// <summary>Gateways of one language at different addresses.</summary>
public enum QiospayService
{
    /// <summary>qiospay.id.</summary>
    Qiospay,

    /// <summary>OkeConnect (Orderkuota).</summary>
    OkeConnect,
}
