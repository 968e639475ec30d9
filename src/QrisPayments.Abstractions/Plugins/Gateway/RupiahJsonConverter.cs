using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QrisPayments.Plugins;

/// <summary>
/// Reads whole rupiah as gateways write them: a number or a text, with nothing but zeros after a point. Refused with a
/// <see cref="JsonException"/>: a fraction, an exponent, a sign, a thousands mark ("13.000" and "13,000" are never guessed), a blank,
/// more than 15 digits. Writes a number.
/// </summary>
public sealed class RupiahJsonConverter : JsonConverter<long>
{
    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
            throw new JsonException("Rupiah must be a number or a text.");
        var text = reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : Encoding.UTF8.GetString(reader.HasValueSequence ? ToArray(reader) : reader.ValueSpan);
        return TryParse(text, out var amount)
            ? amount
            : throw new JsonException("Rupiah must be whole, without marks and of at most 15 digits.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value);
    }

    /// <summary>Reads whole rupiah by the same rules: "50347", "50347.0" and "50347.00".</summary>
    public static bool TryParse(string? text, out long amount)
    {
        amount = 0;
        if (string.IsNullOrEmpty(text)) return false;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (text, "0") : (text[..point], text[(point + 1)..]);
        // One or two zeros are a currency's decimals; three would be a thousands mark.
        if (whole.Length is 0 or > 15 || fraction is not ("0" or "00")) return false;
        if (!whole.All(char.IsAsciiDigit)) return false;
        amount = long.Parse(whole, System.Globalization.CultureInfo.InvariantCulture);
        return true;
    }

    private static byte[] ToArray(Utf8JsonReader reader)
    {
        var bytes = new byte[reader.ValueSequence.Length];
        var at = 0;
        foreach (var part in reader.ValueSequence)
        {
            part.Span.CopyTo(bytes.AsSpan(at));
            at += part.Length;
        }
        return bytes;
    }
}
