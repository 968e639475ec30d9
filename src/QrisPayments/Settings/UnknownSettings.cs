using Microsoft.Extensions.Configuration;

namespace QrisPayments.Settings;

/// <summary>Keys in configuration that no setting has: a slip of the pen would otherwise be obeyed in silence.</summary>
internal static class UnknownSettings
{
    /// <summary>Every such key, with the names that look most like it.</summary>
    /// <param name="type">The settings.</param>
    /// <param name="section">Where they stand.</param>
    /// <param name="reserved">Sub-sections that belong to somebody else.</param>
    public static IEnumerable<Fault> Of(Type type, IConfigurationSection section, params IReadOnlyList<string> reserved) =>
        Of(type, section, reserved, isPart: false);

    private static IEnumerable<Fault> Of(Type type, IConfigurationSection section, IReadOnlyList<string> reserved, bool isPart)
    {
        if (section.Value is { Length: > 0 })
            yield return new Fault(section.Path, "unreadable", $"{section.Path} is a section: give its settings as {section.Path}:… .");
        var known = SettingsProperty.Of(type, isPart).ToList();
        foreach (var child in section.GetChildren())
        {
            if (reserved.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) continue;
            var property = known.Find(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                yield return new Fault(child.Path, "unknown_setting", $"{child.Path} is no setting; "
                    + $"{Suggest(child.Key, [.. known.Select(property => property.Name), .. reserved])}");
            else if (property.Shape == SettingShape.Part)
                foreach (var fault in Of(property.Element, child, [], isPart: true)) yield return fault;
        }
    }

    private static string Suggest(string key, List<string> known)
    {
        if (known.Count == 0) return "there is none here.";
        var near = known.Where(name => Distance(key, name) <= Math.Max(1, Math.Min(key.Length, name.Length) / 2))
            .OrderBy(name => Distance(key, name)).Take(3).ToList();
        return near.Count > 0
            ? $"did you mean {string.Join(" or ", near)}?"
            : $"there are {string.Join(", ", known.Order(StringComparer.OrdinalIgnoreCase))}.";
    }

    /// <summary>How many letters are wrong, missing or too many (Levenshtein), upper and lower case alike.</summary>
    private static int Distance(string one, string other)
    {
        // Keys are as long as somebody writes them; names are short.
        if (one.Length > 100) return int.MaxValue;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
