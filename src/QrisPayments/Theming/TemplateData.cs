using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using QrisPayments.Foundation;

namespace QrisPayments.Theming;

/// <summary>
/// What a template sees: text, whole numbers, yes/no, lists and objects with snake_case names, and nothing else. A typed
/// model is copied into it, so that no template reaches a method, a service or a type of ours by reflection.
/// </summary>
internal static class TemplateData
{
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> Properties = new();

    public static object? From(object? value) => value switch
    {
        null => null,
        string text => CleanText.Of(text),
        bool yes => yes,
        int or long or short or byte => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        // As text: helpers read it back, and a template cannot walk the parts of a date type.
        DateTimeOffset at => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        Enum name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.ToString()),
        TemplateObject or TemplateList => value,
        IEnumerable<KeyValuePair<string, string>> pairs => new TemplateObject(pairs.ToDictionary(p => p.Key, p => From(p.Value))),
        IEnumerable list => new TemplateList([.. list.Cast<object?>().Select(From)]),
        _ => new TemplateObject(Members(value.GetType()).ToDictionary(m => m.Name, m => From(m.Property.GetValue(value)))),
    };

    private static (string Name, PropertyInfo Property)[] Members(Type type) =>
        Properties.GetOrAdd(type, static t =>
        [
            .. t.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters().Length == 0)
                .Select(p => (JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name), p)),
        ]);
}

/// <summary>A list whose every step counts, so that nested loops end.</summary>
internal sealed class TemplateList(object?[] items) : IEnumerable<object?>
{
    public IEnumerator<object?> GetEnumerator()
    {
        foreach (var item in items)
        {
            Rendering.Step();
            yield return item;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>An object whose every step counts when a template loops over it.</summary>
internal sealed class TemplateObject(Dictionary<string, object?> members) : IReadOnlyDictionary<string, object?>
{
    public object? this[string key] => members[key];

    public IEnumerable<string> Keys => members.Keys;

    public IEnumerable<object?> Values => members.Values;

    public int Count => members.Count;

    public bool ContainsKey(string key) => members.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => members.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var member in members)
        {
            Rendering.Step();
            yield return member;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => "";
}
