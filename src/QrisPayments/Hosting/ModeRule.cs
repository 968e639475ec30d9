using Microsoft.Extensions.Hosting;
using QrisPayments.Foundation;

namespace QrisPayments.Hosting;

/// <summary>Simulated money has no place in production.</summary>
internal sealed class ModeRule(IHostEnvironment environment) : IOptionsRule
{
    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        if (options.Mode == PaymentMode.Sandbox && environment.IsProduction())
            yield return new Fault("QrisPayments:Mode", "sandbox_in_production",
                "Sandbox mode lets everybody with a key simulate money and is refused in Production. Set QrisPayments:Mode to Live.");
        if (!Enum.IsDefined(options.Mode))
            yield return new Fault("QrisPayments:Mode", "mode_unknown", "QrisPayments:Mode must be Live or Sandbox.");
        if (options.PublicUrl is { Length: > 0 } url
            && (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0 || uri.Fragment.Length > 0))
            yield return new Fault("QrisPayments:PublicUrl", "public_url_invalid", "QrisPayments:PublicUrl must be the shop's absolute address, such as https://shop.example.");
    }
}
