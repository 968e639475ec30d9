using QrisPayments.Plugins;

namespace QrisPayments.Settings;

/// <summary>The secret values of one set of settings, to be cut out of whatever is written down (WIRE G4).</summary>
internal sealed class SecretWords
{
    /// <summary>Shorter ones would be found in every sentence; no gateway gives out such.</summary>
    private const int Shortest = 4;

    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "***";

    private readonly List<string> _words;

    private SecretWords(IEnumerable<string> words) =>
        // The longer first: one may be a part of another.
        _words = [.. words.Where(word => word.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(word => word.Length)];

    public static SecretWords None { get; } = new([]);

    /// <summary>Those of settings that are bound, also as they look inside an address.</summary>
    public static SecretWords Of(object settings) => new(Values(settings, isPart: false).SelectMany(word => new[] { word, Uri.EscapeDataString(word) }));

    /// <summary>The secret values of settings by their names, to be put back where a name stands for one.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Named(object settings) =>
        [.. SettingsProperty.Of(settings.GetType()).Where(property => property.IsSecret)
            .Select(property => KeyValuePair.Create(property.Name, SettingValue.Text(property.Get(settings))?.Trim() ?? ""))
            .Where(secret => secret.Value.Length >= Shortest)];

    /// <summary>The longer first.</summary>
    public IReadOnlyList<string> All => _words;

    public string Hide(string text) => _words.Aggregate(text, (current, word) => current.Replace(word, Mask, StringComparison.Ordinal));

    private static IEnumerable<string> Values(object settings, bool isPart)
    {
        foreach (var property in SettingsProperty.Of(settings.GetType(), isPart))
        {
            if (property.Shape == SettingShape.Part && property.Get(settings) is { } inner)
                foreach (var word in Values(inner, isPart: true)) yield return word;
            if (!property.IsSecret || SettingValue.Text(property.Get(settings)) is not { } text) continue;
            foreach (var word in property.Shape == SettingShape.Values ? SettingsLayers.Lines(text) : [text.Trim()]) yield return word;
        }
    }
}
