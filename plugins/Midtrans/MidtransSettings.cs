using System.ComponentModel.DataAnnotations;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>
/// Settings under <c>QrisPayments:Providers:midtrans</c>. The first four are what the Midtrans dashboard shows under Settings, Access Keys.
/// </summary>
public sealed class MidtransSettings : IGatewayAddress, ICheckSettings
{
    /// <summary>Signs the calls, and what Midtrans sends.</summary>
    [Required, Secret]
    [Display(Name = "Server key", Description = "Midtrans dashboard, Settings, Access Keys. Never show it to anybody.")]
    public string ServerKey { get; set; } = "";

    /// <summary>For Snap.js on a page of the shop's own; the plugin itself does not need it.</summary>
    [Display(Name = "Client key", Description = "From the same page. Only needed if a page of your own opens Midtrans's pop-up.")]
    public string? ClientKey { get; set; }

    /// <summary>When set, answers about another merchant are refused.</summary>
    [Display(Name = "Merchant ID",
        Description = "From the same page, such as G000000000. With it, payments to any other merchant are refused.")]
    public string? MerchantId { get; set; }

    /// <summary>The environment that the keys belong to.</summary>
    [Display(Name = "Production keys",
        Description = "On: the keys are production keys and customers pay real money. Off: they are sandbox keys.")]
    public bool IsProduction { get; set; }

    /// <summary>Core QRIS or Snap.</summary>
    [Display(Name = "Way to pay",
        Description = "QRIS on your own checkout needs the Core API, which Midtrans switches on for your account.")]
    public MidtransMode Mode { get; set; } = MidtransMode.CoreQris;

    /// <summary>Core QRIS: who issues the QR.</summary>
    [Display(Name = "QRIS issuer", Description = "Which of the QRIS issuers that Midtrans activated for you makes the QR.")]
    public MidtransAcquirer Acquirer { get; set; } = MidtransAcquirer.GoPay;

    /// <summary>Snap: the methods on the page, by Midtrans's names, comma separated; blank for all that are active.</summary>
    [RegularExpression("^[a-z0-9_, ]*$", ErrorMessage = "{0} must be Midtrans's names separated by commas, such as other_qris,gopay.")]
    [Display(Name = "Methods on Midtrans's page", Description = "Only for Midtrans's payment page. Midtrans's names separated by commas; "
        + "empty shows all that are active in your account.")]
    public string SnapPayments { get; set; } = "other_qris,gopay";

    /// <summary>Sends the customer's name, e-mail and phone number along.</summary>
    [Display(Name = "Tell Midtrans who pays", Description = "Sends the customer's name, e-mail and phone number along. "
        + "They then appear in the Midtrans dashboard.")]
    public bool SendCustomer { get; set; } = true;

    /// <summary>Lets a live shop use sandbox keys.</summary>
    [Display(Name = "Allow the sandbox", Description = "Leave it off in a real shop: in the sandbox nobody pays real money, "
        + "but orders would count as paid.")]
    public bool AllowSandbox { get; set; }

    /// <summary>
    /// In place of Midtrans's own hosts: a relay that forwards <c>v2/…</c> and <c>snap/v1/…</c>. Kept with a slash at its end.
    /// </summary>
    [Display(Name = "Relay", Description = "Leave it empty. Only when Midtrans is reached through a relay of yours: its address.")]
    public Uri? Relay
    {
        get;
        set => field = value is { IsAbsoluteUri: true } && !value.AbsolutePath.EndsWith('/') ? new Uri(value.AbsoluteUri + "/") : value;
    }

    /// <inheritdoc/>
    [Display(Name = "Allow plain http", Description = "Only for a relay inside your own network.")]
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Core has one host. Snap needs two, both written into the plugin, so that there only https is asked for.</summary>
    Uri? IGatewayAddress.BaseUrl => Relay ?? (Mode == MidtransMode.CoreQris ? MidtransHosts.Core(IsProduction) : null);

    /// <inheritdoc/>
    public IEnumerable<Fault> Check()
    {
        if (ServerKey.Any(character => character is <= ' ' or > '~'))
            yield return new Fault(nameof(ServerKey), "key_text", "The server key holds a space or a special character. Copy it again.");
        if (ServerKey.Contains("client", StringComparison.OrdinalIgnoreCase))
            yield return new Fault(nameof(ServerKey), "key_swapped",
                "This looks like the client key. The server key stands beside it in the dashboard.");
    }
}
