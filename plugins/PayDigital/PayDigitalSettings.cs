using System.ComponentModel.DataAnnotations;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital;

/// <summary>Settings under <c>QrisPayments:Providers:paydigital</c>.</summary>
public sealed class PayDigitalSettings : IGatewayAddress
{
    /// <summary>The merchant's key.</summary>
    [Required, Secret]
    [Display(Name = "API key", Description = "In your PayDigital dashboard; it begins with PYG.")]
    public string ApiKey { get; set; } = "";

    /// <summary>The number of the merchant's store.</summary>
    [Required, Range(1, int.MaxValue)]
    [Display(Name = "Store number", Description = "“ID Toko” in your PayDigital dashboard.")]
    public int? StoreId { get; set; }

    /// <summary>How to ask whether an invoice is paid.</summary>
    [Display(Name = "How to ask for a payment's status",
        Description = "Post keeps your key out of addresses and server logs. Choose Get only if PayDigital refuses Post.")]
    public StatusMethod StatusMethod { get; set; } = StatusMethod.Post;

    /// <summary>Whether PayDigital learns who pays.</summary>
    [Display(Name = "Tell PayDigital the customer's name",
        Description = "Then it is shown in your PayDigital dashboard. Payments work without it.")]
    public bool SendCustomerName { get; set; }

    /// <inheritdoc/>
    [Display(Name = "Gateway address", Description = "Change it only if PayDigital moves. It must begin with https://.")]
    public Uri? BaseUrl { get; set; } = new("https://paydigital.biz.id/api/");

    /// <inheritdoc/>
    [Display(Name = "Accept an address without https", Description = "Never needed for PayDigital itself; for tests on your own machine.")]
    public bool AllowInsecureHttp { get; set; }
}

/// <summary>The two ways of asking that PayDigital's text names.</summary>
public enum StatusMethod
{
    /// <summary>Invoice and key in a form.</summary>
    Post,

    /// <summary>The invoice in the address; the key in a header, never in the address.</summary>
    Get,
}
