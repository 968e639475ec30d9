using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.Secrets;

/// <summary>A key of 32 bytes that wraps the key ring: AES-256-GCM, bound to the row that it stands in.</summary>
internal sealed class MasterKey
{
    private const string Mark = "mk1";
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 8, info: "QrisPayments master key id"u8.ToArray()));
    }

    /// <summary>Tells keys apart without telling the key.</summary>
    public string Id { get; }

    /// <summary>Null unless the text is base64 of 32 bytes.</summary>
    public static MasterKey? Parse(string text)
    {
        var bytes = new byte[64];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == 32 ? new MasterKey(bytes[..length]) : null;
    }

    public static bool IsWrapped(string content) => content.StartsWith(Mark + ":", StringComparison.Ordinal);

    public bool Wrapped(string content) => content.StartsWith($"{Mark}:{Id}:", StringComparison.Ordinal);

    public string Wrap(string row, string content)
    {
        var plain = Encoding.UTF8.GetBytes(content);
        var envelope = new byte[NonceSize + TagSize + plain.Length];
        var nonce = envelope.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, plain, envelope.AsSpan(NonceSize + TagSize), envelope.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(row));
        return $"{Mark}:{Id}:{Convert.ToBase64String(envelope)}";
    }

    /// <summary>Null when another key wrapped it, for another row, or it was changed.</summary>
    public string? Unwrap(string row, string content)
    {
        if (!Wrapped(content)) return null;
        try
        {
            var envelope = Convert.FromBase64String(content[(content.LastIndexOf(':') + 1)..]).AsSpan();
            var plain = new byte[envelope.Length - NonceSize - TagSize];
            using var aes = new AesGcm(_key, TagSize);
            aes.Decrypt(envelope[..NonceSize], envelope[(NonceSize + TagSize)..], envelope.Slice(NonceSize, TagSize), plain,
                Encoding.UTF8.GetBytes(row));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
