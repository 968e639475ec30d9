namespace QrisPayments.Settings;

/// <summary>The secret values of one set of settings, to be cut out of whatever is written down (WIRE G4).</summary>
internal sealed class SecretWords
{
    /// <summary>Shorter ones would be found in every sentence; no gateway gives out such.</summary>
    private const int MinLength = 4;

    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "***";

    private readonly List<string> _words;

    private SecretWords(IEnumerable<string> words) =>
        // The longer first: one may be a part of another.
        _words = [.. words.Where(word => word.Length >= MinLength).Distinct(StringComparer.Ordinal).OrderByDescending(word => word.Length)];

    public static SecretWords None { get; } = new([]);

    /// <summary>Those of settings that are bound, also as they look inside an address.</summary>
    public static SecretWords Of(object settings) =>
        new(Values(settings, isPart: false).SelectMany(secret => new[] { secret.Value, Uri.EscapeDataString(secret.Value) }));

    /// <summary>The secret values of settings by their names, to be put back where a name stands for one.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Named(object settings) =>
        [.. Values(settings, isPart: false).Where(secret => secret.Value.Length >= MinLength)];

    /// <summary>The longer first.</summary>
    public IReadOnlyList<string> All => _words;

    public string Hide(string text) => _words.Aggregate(text, (current, word) => current.Replace(word, Mask, StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, string>> Values(object settings, bool isPart, string prefix = "")
    {
        foreach (var property in SettingsProperty.Of(settings.GetType(), isPart))
        {
            if (property.Shape == SettingShape.Part && property.Get(settings) is { } inner)
                foreach (var secret in Values(inner, isPart: true, $"{prefix}{property.Name}:")) yield return secret;
            if (!property.IsSecret || SettingValue.Text(property.Get(settings)) is not { } text) continue;
            if (property.Shape != SettingShape.Values) yield return KeyValuePair.Create(prefix + property.Name, text.Trim());
            else
                foreach (var (place, line) in SettingsLayers.Lines(text).Index())
                    yield return KeyValuePair.Create($"{prefix}{property.Name}:{place}", line);
        }
    }
}
