using System.Globalization;
using System.Text;

namespace QrisPayments.Tests.Harness;

/// <summary>
/// QRIS texts put together from EMVCo's table (merchant-presented mode, 4.7) and not by our codec, so that a fault of the
/// codec cannot hide itself. The NMID is one that nobody was given.
/// </summary>
internal static class Qris
{
    /// <summary>A printed code of a shop, as it is scanned.</summary>
    public static string Static { get; } = Build();

    public static string Dynamic { get; } = Build(method: "12", amount: "50000");

    public static string InDollars { get; } = Build(currency: "840");

    public static string WithBrokenCrc { get; } = Static[..^1] + (Static[^1] == '0' ? '1' : '0');

    public static string Build(string method = "11", string currency = "360", string? amount = null, string merchant = "WARUNG UJI",
        string nmid = "ID1099999999999")
    {
        var text = Tag("00", "01") + Tag("01", method)
            + Tag("26", Tag("00", "ID.CO.CONTOH.WWW") + Tag("01", "936009141000000001") + Tag("02", "UJI000000000001") + Tag("03", "UMI"))
            + Tag("51", Tag("00", "ID.CO.QRIS.WWW") + Tag("02", nmid) + Tag("03", "UMI"))
            + Tag("52", "5812") + Tag("53", currency)
            + (amount is null ? "" : Tag("54", amount))
            + Tag("58", "ID") + Tag("59", merchant) + Tag("60", "JAKARTA") + Tag("61", "10110") + "6304";
        return text + Crc(text).ToString("X4", CultureInfo.InvariantCulture);
    }

    /// <summary>The value of a tag of the first level, or null.</summary>
    public static string? Value(string payload, string tag)
    {
        for (var i = 0; i + 4 <= payload.Length;)
        {
            var length = int.Parse(payload.AsSpan(i + 2, 2), CultureInfo.InvariantCulture);
            if (payload.AsSpan(i, 2).SequenceEqual(tag))
                return payload.Substring(i + 4, length);
            i += 4 + length;
        }
        return null;
    }

    public static bool HasTrueCrc(string payload) =>
        payload.EndsWith(Crc(payload[..^4]).ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static string Tag(string id, string value) => $"{id}{value.Length:00}{value}";

    /// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF (ISO/IEC 13239).</summary>
    private static int Crc(string text)
    {
        var crc = 0xFFFF;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            crc ^= b << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xFFFF : crc << 1 & 0xFFFF;
        }
        return crc;
    }
}
