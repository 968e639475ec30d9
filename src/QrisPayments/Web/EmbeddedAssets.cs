using System.Reflection;

namespace QrisPayments.Web;

/// <summary>The style sheets and scripts inside this assembly, under <c>assets/{Room}/{file}</c>.</summary>
internal sealed class EmbeddedAssets : IAssetSource
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
            var asset = new Asset(Path.GetFileName(resource), Read(assembly, resource));
            _byName.Add(resource[Root.Length..], asset);
            _byAddress[(asset.Hash, asset.File)] = asset;
        }
    }

    /// <summary>By room and file, such as <c>Checkout/checkout.css</c>.</summary>
    public Asset this[string name] => _byName[name];

    public IReadOnlyCollection<string> Names => _byName.Keys;

    public Asset? Find(string hash, string file) => _byAddress.GetValueOrDefault((hash, file));

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
