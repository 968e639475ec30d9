using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QrisPayments.Plugins;

/// <summary>What most providers need to verify and read a webhook.</summary>
public static class WebhookReading
{
    /// <summary>Whether a header has exactly this value, compared in constant time.</summary>
    /// <param name="request">The webhook.</param>
    /// <param name="name">The header's name; false when it is missing.</param>
    /// <param name="expected">The signature that a genuine sender would have made.</param>
    public static bool HasSignature(this WebhookRequest request, string name, string expected)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.TryGetValue(name, out var sent)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(sent));
    }

    /// <summary>
    /// Reads the body as JSON; false for anything else, however broken, and for <c>null</c>. It never throws. Verify first that the
    /// webhook is genuine.
    /// </summary>
    /// <param name="request">The webhook.</param>
    /// <param name="shape">The body's shape, source-generated: reflection-based JSON would keep the plugin in memory for ever.</param>
    /// <param name="body">What it says.</param>
    public static bool TryReadJson<T>(this WebhookRequest request, JsonTypeInfo<T> shape, [NotNullWhen(true)] out T? body) where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(shape);
        ReadOnlySpan<byte> text = request.Body.Span;
        // What parses JSON may pass over a byte order mark (RFC 8259 §8.1).
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        try
        {
            body = JsonSerializer.Deserialize(text, shape);
        }
        catch (JsonException)
        {
            body = null;
        }
        return body is not null;
    }
}
