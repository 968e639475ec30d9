using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Payments;

namespace QrisPayments.Api;

/// <summary>Reads the fields of a JSON object by type and notes what does not fit. Null and missing are the same.</summary>
internal sealed class ApiFields(JsonElement? element, string path = "", Faults? faults = null)
{
    private readonly Faults _faults = faults ?? new Faults();

    public IReadOnlyList<Fault> Faults => _faults.Found;

    public string? Text(string name, int maxLength = 4096) => Text(name, maxLength, isShown: false);

    /// <summary>Text that is only shown: it comes without what is not seen.</summary>
    public string? Shown(string name, int maxLength = 4096) => Text(name, maxLength, isShown: true);

    /// <summary>Text that only decorates: another type is no fault of the request, and a number is taken as it is written.</summary>
    public string? Loose(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.String } text => Decode(text),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private string? Text(string name, int maxLength, bool isShown)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) return Wrong<string>(name, "text");
        if (Decode(value) is not { } text)
        {
            _faults.Add(path + name, "invalid", $"{path}{name} holds broken Unicode.");
            return null;
        }
        if (isShown) text = CleanText.Of(text);
        return _faults.Text(path + name, text, maxLength) ? text : null;
    }

    /// <summary>A required text of any kind and length, for tools whose business it is to say what is wrong with it.</summary>
    public string? AnyText(string name)
    {
        if (Find(name) is not { } value)
        {
            _faults.Add(path + name, "required", $"{path}{name} is required.");
            return null;
        }
        if (value.ValueKind != JsonValueKind.String) return Wrong<string>(name, "text");
        // Lone surrogates arrive as they were escaped; the tool names them.
        return Decode(value) ?? value.GetRawText()[1..^1];
    }

    public string? RequiredText(string name, int maxLength) => Required(name, maxLength, isShown: false);

    public string? RequiredShown(string name, int maxLength) => Required(name, maxLength, isShown: true);

    private string? Required(string name, int maxLength, bool isShown)
    {
        var before = _faults.Found.Count;
        var text = Text(name, maxLength, isShown);
        if (string.IsNullOrEmpty(text) && _faults.Found.Count == before)
            _faults.Add(path + name, "required", $"{path}{name} is required.");
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A whole number written as one: no decimals, no exponent, no quotes.</summary>
    public long? Integer(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number) return Wrong<long?>(name, "a whole number, without quotes");
        if (value.TryGetInt64(out var number)) return number;
        return Wrong<long?>(name, "a whole number");
    }

    public long? RequiredInteger(string name)
    {
        var before = _faults.Found.Count;
        var number = Integer(name);
        if (number is null && _faults.Found.Count == before) _faults.Add(path + name, "required", $"{path}{name} is required.");
        return number;
    }

    public bool Has(string name) => Find(name) is not null;

    public bool IsText(string name) => Find(name) is { ValueKind: JsonValueKind.String };

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => Wrong<bool?>(name, "true or false"),
    };

    /// <summary>Notes a fault that a reader found beyond type and length.</summary>
    public void Add(string name, string code, string message) => _faults.Add(path + name, code, message);

    public ApiFields? Object(string name)
    {
        if (Find(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Object
            ? new ApiFields(value, $"{path}{name}.", _faults)
            : Wrong<ApiFields>(name, "an object");
    }

    /// <summary>The same, but another type is no fault of the request.</summary>
    public ApiFields? TryObject(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Object } value ? new ApiFields(value, $"{path}{name}.", _faults) : null;

    public IReadOnlyList<ApiFields> Objects(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Wrong<string>(name, "a list of objects");
            return [];
        }
        var list = new List<ApiFields>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object) list.Add(new ApiFields(item, $"{path}{name}[{list.Count}].", _faults));
            else
            {
                Wrong<string>(name, "a list of objects");
                return [];
            }
        }
        return list;
    }

    public Dictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>();
        if (Find(name) is not { } value) return map;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String || Name(member) is not { } key || Decode(member.Value) is not { } text)
                {
                    Wrong<string>(name, "an object whose values are texts");
                    return [];
                }
                map[key] = text;
            }
            return map;
        }
        Wrong<string>(name, "an object whose values are texts");
        return map;
    }

    private JsonElement? Find(string name) =>
        element is { } parent && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T? Wrong<T>(string name, string expected)
    {
        _faults.Add(path + name, "wrong_type", $"{path}{name} must be {expected}.");
        return default;
    }

    // "\ud800" alone is legal JSON and no text.
    private static string? Decode(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
