using System.ComponentModel.DataAnnotations;
using QrisPayments.Plugins;

namespace QrisPayments.MidtransMiddleware;

/// <summary>Settings under <c>QrisPayments:Providers:midtrans-middleware</c>.</summary>
public sealed class MidtransMiddlewareSettings : IGatewayAddress, ICheckSettings
{
    /// <summary>Where the middleware runs; kept with a slash at its end.</summary>
    [Required]
    [Display(Name = "Address", Description = "Where your middleware runs, such as https://bayar.tokoanda.id/ or http://10.0.0.5:5000/. "
        + "Without https anyone on the way can read your key.")]
    public Uri? BaseUrl
    {
        get;
        set => field = value is { IsAbsoluteUri: true } && !value.AbsolutePath.EndsWith('/') ? new Uri(value.AbsoluteUri + "/") : value;
    }

    /// <inheritdoc/>
    [Display(Name = "Allow plain http", Description = "Only inside your own network, or through a tunnel of yours.")]
    public bool AllowInsecureHttp { get; set; }

    /// <summary><c>X-App-Code</c>.</summary>
    [Required]
    [Display(Name = "App code",
        Description = "From the middleware's dashboard, menu App Keys: the code of your application, such as biling.")]
    public string AppCode { get; set; } = "";

    /// <summary><c>X-Api-Key</c>.</summary>
    [Required, Secret]
    [Display(Name = "API key", Description = "From the same menu: the secret key that belongs to the app code.")]
    public string ApiKey { get; set; } = "";

    /// <summary>Sends the customer's name, e-mail and phone number along.</summary>
    [Display(Name = "Tell Midtrans who pays", Description = "Sends the customer's name, e-mail and phone number along. "
        + "They then appear in the Midtrans dashboard.")]
    public bool SendCustomer { get; set; } = true;

    /// <summary>Lets customers of a live shop go to Midtrans's sandbox page.</summary>
    [Display(Name = "Allow Midtrans's sandbox", Description = "Leave it off in a real shop: in the sandbox nobody pays real money, "
        + "but orders would count as paid.")]
    public bool AllowSandbox { get; set; }

    /// <summary>
    /// One host beside Midtrans's own that customers may be sent to: by https, or without it on the loopback interface
    /// where <see cref="AllowInsecureHttp"/> is set.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9.-]+$", ErrorMessage = "{0} must be a host name alone, such as bayar.tokoanda.id.")]
    [Display(Name = "Own payment page", Description = "Leave it empty. Only for a middleware that shows its own payment page instead of "
        + "Midtrans's: that page's host name, such as bayar.tokoanda.id.")]
    public string? PageHost { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Fault> Check()
    {
        if (AppCode.Any(char.IsControl))
            yield return new Fault(nameof(AppCode), "header_text", "The app code holds a line break. Copy it again.");
        if (ApiKey.Any(character => character is < ' ' or > '~'))
            yield return new Fault(nameof(ApiKey), "header_text", "The API key holds a line break or a special character. Copy it again.");
    }
}
