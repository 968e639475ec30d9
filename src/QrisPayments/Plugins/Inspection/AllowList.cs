using QrisPayments.Foundation;

namespace QrisPayments.Plugins.Inspection;

/// <summary>The fingerprints that alone may run, when any are given.</summary>
internal static class AllowList
{
    /// <summary>Entries that cannot be a fingerprint: a typing error must not silently shut a plugin out.</summary>
    public static IEnumerable<Fault> Check(PluginOptions options)
    {
        for (var i = 0; i < options.Allow.Count; i++)
            if (options.Allow[i] is not { Length: 64 } entry || !entry.All(char.IsAsciiHexDigit))
                yield return new Fault($"{OptionsSections.Root}:Plugins:Allow:{i}", "allow_malformed",
                    $"{OptionsSections.Root}:Plugins:Allow:{i} is '{options.Allow[i]}', but a fingerprint is 64 hexadecimal digits: "
                    + "cd FOLDER && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum");
    }

    public static Fault? Refuse(PluginOptions options, string fingerprint) =>
        options.Allow.Count == 0 || options.Allow.Contains(fingerprint, StringComparer.OrdinalIgnoreCase)
            ? null
            : new Fault("fingerprint", "not_allowed",
                $"Its fingerprint {fingerprint} is not among {OptionsSections.Root}:Plugins:Allow. "
                + "Add it there if these files are the ones you trust.");
}
