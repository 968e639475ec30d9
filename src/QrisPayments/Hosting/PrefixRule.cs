using QrisPayments.Foundation;

namespace QrisPayments.Hosting;

/// <summary>Where the module is mounted.</summary>
internal sealed class PrefixRule : IOptionsRule
{
    public const string Standard = "/qris";

    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        if (!IsPrefix(options.Prefix))
            yield return new Fault("QrisPayments:Prefix", "prefix_invalid",
                $"The prefix '{options.Prefix}' must be a path such as /qris: it starts with /, does not end with one, and holds letters, digits, - _ . and / only.");
    }

    /// <summary>A route pattern without parameters, below the root: at the root we would answer for the host.</summary>
    public static bool IsPrefix(string? prefix) =>
        prefix is { Length: > 1 and <= 100 } && prefix[0] == '/' && prefix[^1] != '/' && !prefix.Contains("//", StringComparison.Ordinal)
        && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
        && prefix.Split('/').All(part => part is not ("." or ".."));
}
