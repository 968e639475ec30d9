using System.Text;
using Microsoft.Extensions.Caching.Memory;
using QRCoder;

namespace QrisPayments.Theming;

/// <summary>
/// QR pictures of payloads. Making a matrix takes about 200 µs, several times as long as the rest of the page, and a
/// customer's page is asked for again and again: the last few hundred are kept.
/// </summary>
internal sealed class QrCodes : IDisposable
{
    private const int Kept = 500;
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = Kept });

    public QrDrawing Draw(string payload)
    {
        if (_cache.TryGetValue(payload, out QrDrawing? drawing))
            return drawing!;
        drawing = Make(payload);
        _cache.Set(payload, drawing, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(15) });
        return drawing;
    }

    /// <summary>A picture that is not kept.</summary>
    public static QrDrawing Make(string payload) => new(Encode(payload), QrMerchant.Of(payload));

    /// <summary>Level M, as EMVCo's merchant-presented mode asks for; the four modules of quiet zone are part of the matrix.</summary>
    internal static QRCodeData Encode(string payload)
    {
        using var generator = new QRCodeGenerator();
        // Merchant names may leave ASCII, and the payload's CRC runs over its UTF-8 bytes.
        return generator.CreateQrCode(payload, QRCodeGenerator.ECCLevel.M, forceUtf8: !Ascii.IsValid(payload));
    }

    public void Dispose() => _cache.Dispose();
}
