using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QrisPayments.Plugins;

/// <summary>
/// Reads a text that some gateways write as a number now and then: the number's digits as they stand, with nothing rounded. What is
/// neither (an object, an empty list in the place of nothing) reads as null. Writes a text.
/// </summary>
public sealed class LooseTextJsonConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        if (reader.TokenType == JsonTokenType.Number)
            return Encoding.UTF8.GetString(reader.HasValueSequence
                ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence)
                : reader.ValueSpan);
        reader.Skip();
        return null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
