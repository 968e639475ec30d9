using System.Text.Json;
using System.Text.Json.Serialization;

namespace QrisPayments.BayarGg.Wire;

/// <summary>Reads a text, or a number in its place, as PHP clients send phone numbers; nothing else stands for a text.</summary>
internal sealed class PlainTextJsonConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Digits(ref reader),
        _ => throw new JsonException(),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string Digits(ref Utf8JsonReader reader)
    {
        using var number = JsonDocument.ParseValue(ref reader);
        return number.RootElement.GetRawText();
    }
}

/// <summary>Reads the number of a file, content or image, also as a text; 0, a blank and false are PHP's words for none.</summary>
internal sealed class GoodsIdJsonConverter : JsonConverter<long?>
{
    /// <inheritdoc/>
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.False) return null;
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString()!.Trim();
            if (text.Length == 0) return null;
            if (text.Length > 15 || !text.All(char.IsAsciiDigit)) throw new JsonException();
            return NullIfZero(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        }
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id) && id >= 0
            ? NullIfZero(id)
            : throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteNumberValue(value!.Value);

    private static long? NullIfZero(long id) => id == 0 ? null : id;
}

/// <summary>Reads yes or no as JSON has them, and as forms do: 1, 0, "1", "0", "true", "false", "".</summary>
internal sealed class FlagJsonConverter : JsonConverter<bool?>
{
    /// <inheritdoc/>
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when reader.TryGetInt32(out var number) && number is 0 or 1 => number == 1,
        JsonTokenType.String =>
            reader.GetString()!.Trim()
                .ToLowerInvariant() switch { "1" or "true" => true, "" or "0" or "false" => false, _ => throw new JsonException() },
        _ => throw new JsonException(),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => writer.WriteBooleanValue(value!.Value);
}
