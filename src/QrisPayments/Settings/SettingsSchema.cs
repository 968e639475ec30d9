using System.Globalization;
using System.Text.Json.Nodes;

namespace QrisPayments.Settings;

/// <summary>The fields as JSON Schema 2020-12, for programs that fill in settings.</summary>
internal static class SettingsSchema
{
    public static JsonObject Of(string title, IReadOnlyList<SettingsField> fields) => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = title,
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Property(field)))),
        ["required"] = new JsonArray([.. fields.Where(field => field.IsRequired).Select(field => (JsonNode?)JsonValue.Create(field.Name))]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Property(SettingsField field)
    {
        var schema = new JsonObject { ["title"] = field.Label };
        if (field.Description is { } description) schema["description"] = description;
        if (field.Kind == SettingKind.List)
        {
            schema["type"] = "array";
            schema["items"] = Constrain(new JsonObject { ["type"] = "string" }, field);
            if (field.MinLength is { } least) schema["minItems"] = least;
            if (field.MaxLength is { } most) schema["maxItems"] = most;
            if (field.Standard is { } entries)
                schema["default"] = new JsonArray([.. SettingsLayers.Lines(entries).Select(entry => (JsonNode?)JsonValue.Create(entry))]);
            return schema;
        }
        schema["type"] = JsonType(field.Kind);
        Constrain(schema, field);
        if (field.MinLength is { } shortest) schema["minLength"] = shortest;
        if (field.MaxLength is { } longest) schema["maxLength"] = longest;
        if (field.Choices.Count > 0)
            schema["enum"] = new JsonArray([.. field.Choices.Select(choice => (JsonNode?)JsonValue.Create(choice.Value))]);
        if (field.Standard is { } standard) schema["default"] = Value(field.Kind, standard);
        if (field.Kind == SettingKind.Secret) schema["writeOnly"] = true;
        return schema;
    }

    private static JsonObject Constrain(JsonObject schema, SettingsField field)
    {
        if (field.Pattern is { } pattern) schema["pattern"] = $"^(?:{pattern})$";
        if ((field.Format ?? (field.Kind == SettingKind.Address ? "uri" : null)) is { } format) schema["format"] = format;
        if (field.Kind == SettingKind.Time) schema["pattern"] = "^-?(\\d+\\.)?\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,7})?)?$";
        // Of a span of time no number says the bounds.
        if (field.Kind is not (SettingKind.Number or SettingKind.Money or SettingKind.Decimal)) return schema;
        if (field.Min is { } min) schema["minimum"] = Value(SettingKind.Decimal, min);
        if (field.Max is { } max) schema["maximum"] = Value(SettingKind.Decimal, max);
        return schema;
    }

    private static string JsonType(SettingKind kind) => kind switch
    {
        SettingKind.Number or SettingKind.Money => "integer",
        SettingKind.Decimal => "number",
        SettingKind.Flag => "boolean",
        _ => "string",
    };

    private static JsonValue Value(SettingKind kind, string text) => kind switch
    {
        SettingKind.Flag => JsonValue.Create(text == "true"),
        SettingKind.Number or SettingKind.Money => JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture)),
        // Bounds may be written as 1E+300 to say "none".
        SettingKind.Decimal => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? JsonValue.Create(exact) : JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };
}
