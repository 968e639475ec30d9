using System.ComponentModel.DataAnnotations;

namespace MyGateway;

// The form in the console and QrisPayments:Providers:my-gateway:… are made from this record.
public sealed record MyGatewaySettings : IGatewayAddress
{
    // Secrets are stored encrypted and never shown.
    [Required, Secret, Display(Name = "API key", Description = "From the gateway's dashboard.")]
    public string ApiKey { get; init; } = "";

    [Required, MinLength(16), Secret, Display(Name = "Webhook secret", Description = "The gateway signs its webhooks with it.")]
    public string WebhookSecret { get; init; } = "";

    // The only host that the plugin can reach. Ends with a slash.
    [Required, Display(Name = "Address")]
    public Uri? BaseUrl { get; init; } = new("https://api.my-gateway.example/v1/");

    [Display(Name = "Allow plain http", Description = "For a test gateway on your own machine.")]
    public bool AllowInsecureHttp { get; init; }
}
