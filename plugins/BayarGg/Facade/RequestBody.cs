using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>Reads what clients send. Whatever the type says: PHP samples name none, and a body is JSON or it is not.</summary>
internal static class RequestBody
{
    /// <summary>The body, or what is wrong with it in the client's words for it.</summary>
    public static (T? Body, string Fault) Read<T>(FacadeRequest request, JsonTypeInfo<T> shape, string required) where T : class
    {
        try
        {
            return (JsonSerializer.Deserialize(request.Body.Span, shape), NoObject);
        }
        catch (JsonException exception)
        {
            return (null, Whole(request.Body, required) ?? Explain(exception.Path) ?? NoObject);
        }
    }

    private const string NoObject = """The body must be a JSON object such as {"amount":50000}, sent as application/json.""";

    /// <summary>What is wrong with the body as a whole; null when it is one parameter's fault.</summary>
    private static string? Whole(ReadOnlyMemory<byte> body, string required)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return NoObject;
            var names = document.RootElement.EnumerateObject().Select(member => member.Name).ToList();
            return names.Distinct(StringComparer.Ordinal).Count() < names.Count ? "A parameter is there twice." : names.Contains(required) ? null : $"{required} is required.";
        }
        // The second is said of names that are no Unicode.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return NoObject;
        }
    }

    /// <summary>Only names that we know come back: what a client calls a field is not ours to repeat.</summary>
    private static string? Explain(string? path) => path switch
    {
        "$.amount" or "$.nominal" => NotRupiah(path[2..]),
        "$.file_id" or "$.content_id" or "$.product_image_id" => $"{path[2..]} must be a number.",
        "$.use_qris_converter" => "use_qris_converter must be true or false.",
        "$.description" or "$.customer_name" or "$.customer_email" or "$.customer_phone" or "$.callback_url" or "$.redirect_url" or "$.payment_method"
            or "$.payment_url" or "$.qris" or "$.image" or "$.image_url" => $"{path[2..]} must be a text.",
        _ => null,
    };

    public static string NotRupiah(string field) => $"{field} must be whole rupiah, such as 50000: no fraction, sign, exponent or thousands mark.";

    /// <summary>A text, if there is one; many clients send empty ones for nothing.</summary>
    public static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
