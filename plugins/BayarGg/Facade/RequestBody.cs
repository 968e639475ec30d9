using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>Reads what clients send. Whatever the type says: PHP samples name none, and a body is JSON or it is not.</summary>
internal static class RequestBody
{
    public static Parsed<T> Read<T>(FacadeRequest request, JsonTypeInfo<T> shape, string required) where T : class
    {
        var body = request.BodyWithoutMark;
        try
        {
            return JsonSerializer.Deserialize(body.Span, shape) is { } read ? new Parsed<T>.Good(read) : new Parsed<T>.Bad(NoObject);
        }
        catch (JsonException exception)
        {
            return new Parsed<T>.Bad(Why(body, [.. shape.Properties.Select(property => property.Name)], required, exception.Path));
        }
    }

    private const string NoObject = """The body must be a JSON object such as {"amount":50000}, sent as application/json.""";
    private const string Broken = "holds broken Unicode; send it as UTF-8.";

    /// <summary>Only names that we know come back: what a client calls a field is not ours to repeat.</summary>
    private static string Why(ReadOnlyMemory<byte> body, HashSet<string> known, string required, string? path)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return NoObject;
            var given = new Dictionary<string, JsonValueKind>();
            foreach (var member in document.RootElement.EnumerateObject())
                if (!given.TryAdd(member.Name, member.Value.ValueKind) && known.Contains(member.Name))
                    return $"{member.Name} is there twice.";
            if (!given.ContainsKey(required)) return $"{required} is required.";
            return path is { Length: > 2 } && given.TryGetValue(path[2..], out var kind) ? Explain(path[2..], kind) ?? NoObject : NoObject;
        }
        catch (JsonException)
        {
            return Utf8.IsValid(body.Span) ? NoObject : "The body is not UTF-8.";
        }
        // Said of names that are no Unicode.
        catch (InvalidOperationException)
        {
            return "A name in the body " + Broken;
        }
    }

    private static string? Explain(string field, JsonValueKind kind) => field switch
    {
        "amount" => NotRupiah(field),
        "file_id" or "content_id" or "product_image_id" => $"{field} must be a number.",
        "use_qris_converter" => "use_qris_converter must be true or false.",
        "description" or "customer_name" or "customer_email" or "customer_phone" or "callback_url" or "redirect_url" or "payment_method"
            or "payment_url" =>
            // A text that cannot be read for a text.
            kind == JsonValueKind.String ? $"{field} {Broken}" : $"{field} must be a text.",
        _ => null,
    };

    public static string NotRupiah(string field) =>
        $"{field} must be whole rupiah, such as 50000: no fraction, sign, exponent or thousands mark.";

    /// <summary>A text, if there is one; many clients send empty ones for nothing.</summary>
    public static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
