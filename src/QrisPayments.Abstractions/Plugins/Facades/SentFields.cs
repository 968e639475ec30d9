using System.Text.Json;

namespace QrisPayments.Plugins;

/// <summary>
/// The flat fields of a request's body, whether JSON or a form: clients send either, and <c>curl -d</c> calls JSON a form.
/// </summary>
public sealed class SentFields
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly HashSet<string> _nested = [];

    private SentFields() { }

    /// <summary>The fields; none for an empty body. Null when the body is JSON that cannot be read, or no object.</summary>
    public static SentFields? Read(FacadeRequest request)
    {
        var fields = new SentFields();
        var body = request.BodyWithoutMark.Span.Trim(" \t\r\n"u8);
        if (body.IsEmpty) return fields;
        if (request.ContentType != "application/json" && body[0] != '{')
        {
            foreach (var (name, value) in request.Form) fields._texts[name] = value;
            return fields;
        }
        try
        {
            using var document = JsonDocument.Parse(request.BodyWithoutMark);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            foreach (var field in document.RootElement.EnumerateObject()) fields.Take(field.Name, field.Value);
            return fields;
        }
        // The second is said of text that is no Unicode.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text as it stands, a number or truth value as it is written; null when missing, null or blank.</summary>
    public string? this[string name] => _texts.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>The first of these fields that is an object or a list, where one value is wanted.</summary>
    public string? FirstNested(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_nested.Contains(name)) return name;
        return null;
    }

    /// <summary>Of several with one name the last counts, as in PHP and Python.</summary>
    private void Take(string name, JsonElement value)
    {
        _texts.Remove(name);
        _nested.Remove(name);
        if (value.ValueKind == JsonValueKind.String) _texts[name] = value.GetString()!;
        else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array) _nested.Add(name);
        else if (value.ValueKind != JsonValueKind.Null) _texts[name] = value.GetRawText();
    }
}
