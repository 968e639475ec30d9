using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QrisPayments.BayarGg.Wire;

/// <summary>Reads an id that is a text or a number as it is written (WIRE B18); writes a text.</summary>
internal sealed class IdJsonConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => throw new JsonException("An id must be a text or a number."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
