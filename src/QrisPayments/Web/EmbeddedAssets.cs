using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace QrisPayments.Web;

/// <summary>
/// The style sheets and scripts inside this assembly, under <c>assets/{Room}/{file}</c>. A sheet's <c>@import "../Room/file.css";</c> is
/// replaced by that file: what several sheets share is written once, and no page asks for more files because of it.
/// </summary>
internal sealed partial class EmbeddedAssets : IAssetSource
{
    private const string Root = "assets/";

    private readonly Dictionary<string, Asset> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Hash, string File), Asset> _byAddress = [];

    public EmbeddedAssets()
    {
        var assembly = typeof(EmbeddedAssets).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Root, StringComparison.Ordinal))
                continue;
            var asset = new Asset(Path.GetFileName(resource), Encoding.UTF8.GetBytes(Read(assembly, resource)));
            _byName.Add(resource[Root.Length..], asset);
            _byAddress[(asset.Hash, asset.File)] = asset;
        }
    }

    /// <summary>By room and file, such as <c>Checkout/checkout.css</c>.</summary>
    public Asset this[string name] => _byName[name];

    public IReadOnlyCollection<string> Names => _byName.Keys;

    public Asset? Find(string hash, string file) => _byAddress.GetValueOrDefault((hash, file));

    private static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no embedded asset {resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        return resource.EndsWith(".css", StringComparison.Ordinal)
            ? Import().Replace(text, import => Read(assembly, Root + import.Groups[1].Value))
            : text;
    }

    [GeneratedRegex("^@import \"\\.\\./(.+)\";\n", RegexOptions.Multiline)]
    private static partial Regex Import();
}
