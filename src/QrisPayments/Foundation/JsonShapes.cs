using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QrisPayments.Foundation;

/// <summary>How we write JSON: our own options, nothing inherited from the host.</summary>
internal static class JsonShapes
{

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // We answer application/json, never a script inside a page: text stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>ISO 8601 in Western Indonesia Time: <c>2026-01-01T12:30:00+07:00</c>.</summary>
    public static string Time(DateTimeOffset time) =>
        time.ToOffset(Wib.Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? time) => time is { } value ? Time(value) : null;
}
