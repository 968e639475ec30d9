using System.Text.Json;
using System.Text.Json.Serialization;

namespace QrisPayments.BayarGg.Wire;

/// <summary><c>qris_converter</c>: what BAYAR GG's converter made.</summary>
internal sealed record ConverterBlock
{
    public bool Enabled { get; init; }

    public string? ConvertedQris { get; init; }

    /// <inheritdoc cref="CreatedPayment.QrisStaticImageUrl"/>
    public string? QrImageUrl { get; init; }
}

/// <summary>Reads the block, or the bare true or false that comes in its place (WIRE B2).</summary>
internal sealed class ConverterBlockJsonConverter : JsonConverter<ConverterBlock>
{
    /// <inheritdoc/>
    public override ConverterBlock? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
    {
        JsonTokenType.True or JsonTokenType.False => new ConverterBlock { Enabled = reader.GetBoolean() },
        _ => JsonSerializer.Deserialize(ref reader, WireJson.Default.ConverterBlock),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ConverterBlock value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, WireJson.Default.ConverterBlock);
}
