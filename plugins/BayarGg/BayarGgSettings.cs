using System.ComponentModel.DataAnnotations;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>Settings under <c>QrisPayments:Providers:bayar-gg</c>.</summary>
public sealed class BayarGgSettings : IGatewayAddress, ICheckSettings
{
    /// <summary><c>X-API-Key</c>.</summary>
    [Required, Secret]
    [Display(Name = "API key", Description = "From your BAYAR GG dashboard. Never show it to anybody.")]
    public string ApiKey { get; set; } = "";

    /// <summary>How the customer pays.</summary>
    [Display(Name = "Payment method", Description = "Must be active in your BAYAR GG account. QRIS takes at most Rp500.000 per payment.")]
    public BayarGgMethod Method { get; set; } = BayarGgMethod.Qris;

    /// <summary>What happens when BAYAR GG gives a QR without the amount.</summary>
    [Display(Name = "QR without an amount", Description = "BRI and GoPay give your printed QR back. Choose who puts the amount into it, "
        + "or send the customer to BAYAR GG's page.")]
    public StaticQr StaticQr { get; set; } = StaticQr.Page;

    /// <summary><c>whsec_…</c>; signs what BAYAR GG sends.</summary>
    [Secret]
    [Display(Name = "Webhook secret key", Description = "BAYAR GG dashboard, Pengaturan, Webhook: begins with whsec_.")]
    public string? WebhookSecret { get; set; }

    /// <summary>What is asked of a webhook's signature.</summary>
    [Display(Name = "Webhook signature", Description = "Every webhook is checked by asking BAYAR GG itself, signed or not. "
        + "With the secret key entered, what strangers send without a signature is refused as well.")]
    public SignaturePolicy Signature { get; set; } = SignaturePolicy.IfPresent;

    /// <summary>The page that customers may be sent to; BAYAR GG wants its address with every create.</summary>
    [Required]
    [Display(Name = "Payment page",
        Description = "BAYAR GG's page where customers pay. Change it only if BAYAR GG gave you another address.")]
    public Uri PaymentUrl { get; set; } = new("https://www.bayar.gg/pay");

    /// <summary>Sends the customer's name, e-mail and phone number along.</summary>
    [Display(Name = "Tell BAYAR GG who pays", Description = "Sends the customer's name, e-mail and phone number along. "
        + "They then appear in your BAYAR GG dashboard.")]
    public bool SendCustomer { get; set; } = true;

    /// <summary>The API's address; kept with a slash at its end.</summary>
    [Required]
    [Display(Name = "API address",
        Description = "Change it only if BAYAR GG moves its API. It must begin with https://www., not https://bayar.gg.")]
    public Uri? BaseUrl
    {
        get;
        set => field = value is { IsAbsoluteUri: true } && !value.AbsolutePath.EndsWith('/') ? new Uri(value.AbsoluteUri + "/") : value;
    } = new("https://www.bayar.gg/api/");

    /// <inheritdoc/>
    [Display(Name = "Allow plain http", Description = "Only for a relay inside your own network.")]
    public bool AllowInsecureHttp { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Fault> Check()
    {
        if (ApiKey.Any(character => character is <= ' ' or > '~'))
            yield return new Fault(nameof(ApiKey), "key_text", "The API key holds a space or a special character. Copy it again.");
        // It redirects to www, and a redirect loses the key and the body (WIRE B13).
        if (BaseUrl is { IdnHost: "bayar.gg" })
            yield return new Fault(nameof(BaseUrl), "address_redirects", "Write https://www.bayar.gg/api/ with www: without it BAYAR GG "
                + "redirects, and the payment gets lost.");
        if (PaymentUrl.Scheme != Uri.UriSchemeHttps)
            yield return new Fault(nameof(PaymentUrl), "page_insecure", "The payment page must begin with https://.");
        if (Signature == SignaturePolicy.Required && string.IsNullOrWhiteSpace(WebhookSecret))
            yield return new Fault(nameof(WebhookSecret), "secret_missing",
                "To require signatures, enter the webhook secret key from Pengaturan, Webhook.");
    }
}

/// <summary>Who puts the amount into a QR that came without one.</summary>
public enum StaticQr
{
    /// <summary>Nobody: the customer goes to BAYAR GG's page.</summary>
    [Display(Name = "Send the customer to BAYAR GG's page")]
    Page,

    /// <summary>BAYAR GG's converter (<c>use_qris_converter</c>).</summary>
    [Display(Name = "BAYAR GG's QRIS converter")]
    Gateway,

    /// <summary>This shop, without calling another service.</summary>
    [Display(Name = "This shop")]
    Here,
}

/// <summary>What is asked of a webhook's signature: BAYAR GG's documents differ on whether there is one.</summary>
public enum SignaturePolicy
{
    /// <summary>No signature, no hearing; older than ten minutes, no hearing either.</summary>
    [Display(Name = "Required")]
    Required,

    /// <summary>
    /// With a secret key, a signature must be right, and may be missing only at the address that BAYAR GG was given with the payment.
    /// </summary>
    [Display(Name = "Checked if a secret key is entered")]
    IfPresent,

    /// <summary>Never looked at.</summary>
    [Display(Name = "Not checked")]
    Off,
}
