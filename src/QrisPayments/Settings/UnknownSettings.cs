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

    /// <summary>The end of a sentence that says of a key that there is no such setting.</summary>
    public static string Suggest(string key, IReadOnlyList<string> known)
    {
        if (known.Count == 0) return "no setting is expected at this place.";
        var near = known.Where(name => Distance(key, name) <= Math.Max(1, Math.Min(key.Length, name.Length) / 2))
            .OrderBy(name => Distance(key, name)).Take(3).ToList();
        return near.Count > 0
            ? $"did you mean {string.Join(" or ", near)}?"
            : $"there are {string.Join(", ", known.Order(StringComparer.OrdinalIgnoreCase))}.";
    }

    /// <summary>
    /// How many letters are wrong, missing, too many or have changed places with their neighbour (Damerau and Levenshtein's distance, each
    /// letter moved once), upper and lower case alike.
    /// </summary>
    public static int Distance(string one, string other)
    {
        // A key may be of any length; names are short.
        if (one.Length > 100) return int.MaxValue;
        var (before, last, row) = (new int[other.Length + 1], new int[other.Length + 1], Enumerable.Range(0, other.Length + 1).ToArray());
        for (var i = 1; i <= one.Length; i++)
        {
            (before, last, row) = (last, row, before);
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(last[j - 1] + (Same(one[i - 1], other[j - 1]) ? 0 : 1), Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }
        return row[^1];
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
