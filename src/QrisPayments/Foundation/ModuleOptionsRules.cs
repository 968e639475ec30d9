using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace QrisPayments.Foundation;

/// <summary>Where the module is mounted, how it is reached from outside, and whether money is real.</summary>
internal sealed class ModuleOptionsRules(IOptions<IModuleOptions> options, IHostEnvironment environment) : IOptionsRule
{
    public const string DefaultPrefix = "/qris";

    public IEnumerable<Fault> Check()
    {
        var (prefix, publicUrl, mode) = (options.Value.Prefix, options.Value.PublicUrl, options.Value.Mode);
        if (!IsPrefix(prefix))
            yield return new Fault("QrisPayments:Prefix", "prefix_invalid",
                $"The prefix '{prefix}' must be a path such as /qris: "
                    + "it starts with /, does not end with one, and holds letters, digits, - _ . and / only.");
        if (publicUrl is { Length: > 0 } url
            && (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Query.Length > 0
                || uri.Fragment.Length > 0))
            yield return new Fault("QrisPayments:PublicUrl", "public_url_invalid",
                "QrisPayments:PublicUrl must be the shop's absolute address, such as https://shop.example.");
        // Simulated money has no place in production.
        if (mode == PaymentMode.Sandbox && environment.IsProduction())
            yield return new Fault("QrisPayments:Mode", "sandbox_in_production",
                "Sandbox mode lets everybody with a key simulate money and is refused in Production. Set QrisPayments:Mode to Live.");
        if (!Enum.IsDefined(mode))
            yield return new Fault("QrisPayments:Mode", "mode_unknown", "QrisPayments:Mode must be Live or Sandbox.");
    }

    /// <summary>A route pattern without parameters, below the root: at the root the module would answer for the host.</summary>
    public static bool IsPrefix(string? prefix) =>
        prefix is { Length: > 1 and <= 100 } && prefix[0] == '/' && prefix[^1] != '/' && !prefix.Contains("//", StringComparison.Ordinal)
        && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
        && prefix.Split('/').All(part => part is not ("." or ".."));
}
