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
        var whole = $"The body must be a JSON object with {required}, and no parameter twice.";
        try
        {
            return (JsonSerializer.Deserialize(request.Body.Span, shape), whole);
        }
        catch (JsonException exception)
        {
            return (null, Explain(exception.Path) ?? whole);
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
