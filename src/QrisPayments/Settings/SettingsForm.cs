using System.Globalization;
using QrisPayments.Foundation;

namespace QrisPayments.Settings;

/// <summary>What became of a posted form.</summary>
internal abstract record FormResult
{
    private FormResult() { }

    /// <summary>What to store instead of what is stored: by name, only what differs from the standard.</summary>
    public sealed record Accepted(IReadOnlyDictionary<string, string> Plain, IReadOnlyDictionary<string, string> Secrets) : FormResult;

    /// <summary>Nothing is to be stored. <see cref="Fault.Field"/> is the field's name, or a place in configuration.</summary>
    public sealed record Refused(IReadOnlyList<Fault> Faults) : FormResult;
}

/// <summary>Takes what somebody entered for settings.</summary>
internal static class SettingsForm
{
    /// <summary>More than any key, certificate or QR needs.</summary>
    private const int MaxText = 16_000;

    /// <summary>
    /// Checks the posted texts together with what is stored and what configuration says. A field that is not posted keeps what
    /// is stored, and so does a secret that is posted empty; any other field posted empty goes back to its standard. What
    /// configuration decides is not changed here. Runs code of the settings, so it may fail as the plugin's code may.
    /// </summary>
    /// <param name="type">The settings.</param>
    /// <param name="layers">Configuration, and what is stored now, secrets included.</param>
    /// <param name="posted">By field name.</param>
    /// <param name="cleared">Names of fields, secrets too, whose stored value is to go.</param>
    /// <param name="check">Rules beyond the settings' own.</param>
    public static FormResult Read(
        Type type, SettingsLayers layers,
            IReadOnlyDictionary<string, string?> posted, IReadOnlySet<string> cleared,
            Func<object, SettingsLayers, IEnumerable<Fault>>? check = null)
    {
        var plain = new Dictionary<string, string>();
        var secrets = new Dictionary<string, string>();
        var faults = new List<Fault>();
        foreach (var field in SettingsFields.Of(type, layers))
        {
            if (Entered(field, layers, posted, cleared) is not { } text) continue;
            if (text.Length > MaxText)
                faults.Add(new Fault(field.Name, "too_long",
                    $"{field.Name} may have at most {MaxText.ToString(CultureInfo.InvariantCulture)} characters."));
            else if (!Faults.IsText(text))
                faults.Add(new Fault(field.Name, "invalid", $"{field.Name} must not hold control characters or broken Unicode."));
            else (field.Kind == SettingKind.Secret ? secrets : plain)[field.Name] = text;
        }
        if (faults.Count > 0) return new FormResult.Refused(faults);

        var candidate = layers with { Stored = plain.Concat(secrets).ToDictionary() };
        var settings = Activator.CreateInstance(type)!;
        faults.AddRange(SettingsBinder.Bind(settings, candidate));
        if (faults.Count == 0 && check is not null) faults.AddRange(check(settings, candidate));
        return faults.Count > 0 ? new FormResult.Refused(faults) : new FormResult.Accepted(plain, secrets);
    }

    /// <summary>The text to store, or null for none.</summary>
    private static string? Entered(
        SettingsField field, SettingsLayers layers, IReadOnlyDictionary<string, string?> posted, IReadOnlySet<string> cleared)
    {
        var stored = layers.Stored?.GetValueOrDefault(field.Name);
        if (field.LockedBy is not null) return stored;
        if (cleared.Contains(field.Name)) return null;
        if (!posted.TryGetValue(field.Name, out var raw)) return stored;
        // A key is pasted with the line's end more often than it ends with a space.
        var text = field.Kind == SettingKind.List
            ? string.Join('\n', SettingsLayers.Lines(raw ?? ""))
            : raw?.Trim().ReplaceLineEndings("\n") ?? "";
        if (field.Kind == SettingKind.Secret) return text.Length > 0 ? text : stored;
        // So that a better standard of the plugin's next version reaches who never wanted another.
        return text.Length == 0 || text == field.Standard ? null : text;
    }
}
