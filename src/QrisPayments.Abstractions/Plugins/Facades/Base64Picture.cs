using System.Buffers.Text;
using System.Text;

namespace QrisPayments.Plugins;

/// <summary>A picture that stands as text in a request's field.</summary>
public static class Base64Picture
{
    /// <summary>
    /// The bytes behind base64, with or without <c>data:image/png;base64,</c> before it (RFC 2397); null when the text is not base64.
    /// </summary>
    public static byte[]? Read(string text)
    {
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            var comma = text.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || !text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) return null;
            text = text[(comma + 1)..];
        }
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(Encoding.UTF8.GetByteCount(text))];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
