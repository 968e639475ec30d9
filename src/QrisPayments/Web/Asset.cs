using System.IO.Compression;
using System.Security.Cryptography;

namespace QrisPayments.Web;

/// <summary>A style sheet or script as browsers get it. Its address carries the hash of its bytes, so it never changes.</summary>
internal sealed class Asset
{
    private readonly Lazy<byte[]> _brotli;

    public Asset(string file, byte[] bytes)
    {
        File = file;
        Bytes = bytes;
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
        _brotli = new(() => Compress(bytes));
    }

    public string File { get; }

    public byte[] Bytes { get; }

    /// <summary>16 hex digits.</summary>
    public string Hash { get; }

    /// <summary>Made once: what is served for a year deserves the slow, small compression.</summary>
    public byte[] Brotli => _brotli.Value;

    /// <summary>The address below the module's prefix.</summary>
    public string Path => $"/assets/{Hash}/{File}";

    /// <summary>Null for a kind of file that we do not serve.</summary>
    public static string? ContentTypeOf(string file) => System.IO.Path.GetExtension(file) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => null,
    };

    private static byte[] Compress(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(bytes);
        return output.ToArray();
    }
}
