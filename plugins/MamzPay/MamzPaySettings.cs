using System.ComponentModel.DataAnnotations;
using QrisPayments.Plugins;

namespace QrisPayments.MamzPay;

/// <summary>Settings under <c>QrisPayments:Providers:mamzpay</c>.</summary>
public sealed class MamzPaySettings : IGatewayAddress
{
    /// <summary>The merchant's key.</summary>
    [Required, Secret]
    [Display(Name = "API key", Description = "In the MamzPay bot, menu “🔑 API Key”.")]
    public string ApiKey { get; set; } = "";

    /// <summary>Where MamzPay is. Its operators hand out an address of their own each.</summary>
    [Required]
    [Display(Name = "Gateway address",
        Description = "The Base URL that you were given, such as http://203.0.113.10:5005/. Use https if yours has it.")]
    public Uri? BaseUrl { get; set; }

    /// <inheritdoc/>
    [Display(Name = "Accept an address without https",
        Description = "MamzPay usually has none. Then whoever can read the traffic between your server and MamzPay learns your API key "
            + "and can pretend that a payment was made. Prefer a tunnel (VPN, stunnel), or limit the amounts below.")]
    public bool AllowInsecureHttp { get; set; }

    /// <summary>The maximum amount that this gateway takes, whole rupiah, without the unique code.</summary>
    [Range(1, 10_000_000)]
    [Display(Name = "Largest amount (Rp)", Description = "Larger orders are offered by your other gateways. "
        + "MamzPay's messages carry no signature, so do not take more here than you can afford to lose.")]
    public long? MaxAmount { get; set; }

    /// <summary>From above this amount a person confirms that the money is there, whole rupiah.</summary>
    [Range(0, 10_000_000)]
    [Display(Name = "Confirm by hand above (Rp)", Description = "Payments above this amount wait for you: look into your account's "
        + "mutations, then accept them. Leave blank to trust every message.")]
    public long? RequireManualConfirmAbove { get; set; }
}
