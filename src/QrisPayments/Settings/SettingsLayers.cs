using Microsoft.Extensions.Configuration;

namespace QrisPayments.Settings;

/// <summary>One text that somebody gave, and the place where he can change it.</summary>
internal readonly record struct Given(string Text, string Where);

/// <summary>What was said about settings, nearest first: configuration, then what the console stored.</summary>
/// <param name="Section">Configuration; it wins.</param>
/// <param name="Stored">
/// By name as in the form (<c>Limits:Burst</c>), a list with one line per entry; null where nothing is ever stored.
/// </param>
/// <param name="Prefix">What stands before the names of these settings in the form.</param>
internal sealed record SettingsLayers(IConfigurationSection Section, IReadOnlyDictionary<string, string>? Stored = null, string Prefix = "")
{
    /// <summary>Nobody said anything.</summary>
    public static SettingsLayers Nothing { get; } =
        new(new ConfigurationBuilder().Build().GetSection("Settings"), new Dictionary<string, string>());

    /// <summary>Only what is stored.</summary>
    public static SettingsLayers Of(IReadOnlyDictionary<string, string> stored, string prefix = "") =>
        Nothing with { Stored = stored, Prefix = prefix };

    public SettingsLayers Part(string name) => this with { Section = Section.GetSection(name), Prefix = $"{Prefix}{name}:" };

    public Given? Value(string name)
    {
        var part = Section.GetSection(name);
        if (part.Value is { } text) return new Given(text, part.Path);
        return Stored is not null && Stored.TryGetValue(Prefix + name, out var stored) ? new Given(stored, Prefix + name) : null;
    }

    public IReadOnlyList<Given>? Values(string name)
    {
        var entries = Section.GetSection(name).GetChildren().ToList();
        if (entries.Count > 0) return [.. entries.Select(entry => new Given(entry.Value ?? "", entry.Path))];
        return Stored is not null && Stored.TryGetValue(Prefix + name, out var stored)
            ? [.. Lines(stored).Select(line => new Given(line, Prefix + name))]
            : null;
    }

    /// <summary>Whether configuration decides, so that the console cannot.</summary>
    public bool IsLocked(string name) => Section.GetSection(name) is var part && (part.Value is not null || part.GetChildren().Any());

    /// <summary>
    /// The place to name when something is wrong with a setting: the form's field, unless it is configuration that says it.
    /// </summary>
    public string Where(string name) => Stored is null || IsLocked(name) ? $"{Section.Path}:{name}" : Prefix + name;

    public static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
