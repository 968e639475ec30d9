using System.Text.Json;

namespace QrisPayments.MidtransMiddleware;

/// <summary>
/// The members of one object that a client sent. What is wrong with one is said by its path, and only names that we know are said:
/// what a client calls a member is not ours to repeat.
/// </summary>
internal sealed class Members
{
    public const string Broken = "holds broken Unicode; send it as UTF-8.";

    private readonly Dictionary<string, JsonElement> _given = [];
    private readonly string _path;
    private readonly List<string> _faults;

    /// <param name="sent">An object.</param>
    /// <param name="path">What stands before a member's name in a fault.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="known">The names that are read; all others are passed over.</param>
    /// <exception cref="InvalidOperationException">A name is no Unicode.</exception>
    public Members(JsonElement sent, string path, List<string> faults, params ReadOnlySpan<string> known)
    {
        (_path, _faults) = (path, faults);
        foreach (var member in sent.EnumerateObject())
            // Two readers would see two different amounts.
            if (known.Contains(member.Name) && !_given.TryAdd(member.Name, member.Value)) Blame(member.Name, "is there twice.");
    }

    /// <summary>The member; null when it is missing or null.</summary>
    public JsonElement? this[string name] =>
        _given.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text; where numbers are taken, one as it is written.</summary>
    public string? Text(string name, bool takesNumbers = false)
    {
        if (this[name] is not { } value) return null;
        if (takesNumbers && value.ValueKind == JsonValueKind.Number) return value.GetRawText();
        if (value.ValueKind == JsonValueKind.String)
        {
            try
            {
                return value.GetString();
            }
            // Half of a surrogate pair, or bytes that are no UTF-8.
            catch (InvalidOperationException)
            {
                Blame(name, Broken);
                return null;
            }
        }
        Blame(name, "must be a text.");
        return null;
    }

    /// <summary>An integer without decimals and exponent; 0 beside a fault.</summary>
    public long Integer(string name, long min, long max, string example = "")
    {
        if (this[name] is not { ValueKind: JsonValueKind.Number } value
            || value.GetRawText().AsSpan().TrimStart('-').ContainsAnyExceptInRange('0', '9'))
            Blame(name, $"must be a JSON integer{example}.");
        else if (!value.TryGetInt64(out var number) || number < min || number > max) Blame(name, "is out of range.");
        else return number;
        return 0;
    }

    private void Blame(string name, string fault) => _faults.Add($"{_path}{name} {fault}");
}
