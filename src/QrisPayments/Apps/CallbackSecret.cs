namespace QrisPayments.Apps;

/// <summary>Secrets as Standard Webhooks writes them: <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
internal static class CallbackSecret
{
    private const string Prefix = "whsec_";

    /// <summary>The bytes, or null when the text is no such secret.</summary>
    public static byte[]? Bytes(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text[Prefix.Length..], buffer, out var length) && length is >= 24 and <= 64
            ? buffer[..length]
            : null;
    }
}
