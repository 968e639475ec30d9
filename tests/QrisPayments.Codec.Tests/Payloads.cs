using System.Globalization;
using System.Text;

namespace QrisPayments.Codec.Tests;

/// <summary>
/// Writes payloads by the standard's text alone, without the code under test: an object is id, length in characters
/// and value, and the checksum is computed bit by bit over UTF-8.
/// </summary>
internal static class Payloads
{
    /// <summary>A static code as acquirers print it, with an NMID nobody holds.</summary>
    public static readonly string Static = Seal(StaticBody());

    /// <summary>The same merchant's code for Rp50.347.</summary>
    public static readonly string Dynamic = Seal(StaticBody(point: "12", beforeCountry: Object("54", "50347")));

    public static string StaticBody(
        string point = "11",
        string? acquirer = null,
        string? repository = null,
        string name = "WARUNG BU SRI",
        string city = "JAKARTA",
        string beforeCountry = "",
        string afterPostalCode = "") =>
        Object("00", "01")
        + Object("01", point)
        + Object("26", acquirer ?? Acquirer())
        + Object("51", repository ?? Repository())
        + Object("52", "5812")
        + Object("53", "360")
        + beforeCountry
        + Object("58", "ID")
        + Object("59", name)
        + Object("60", city)
        + Object("61", "10110")
        + afterPostalCode;

    public static string Acquirer(string pan = "936000140000000018", string merchantId = "000000000000018", string criteria = "UMI") =>
        Object("00", "ID.CO.CONTOH.WWW") + Object("01", pan) + Object("02", merchantId) + Object("03", criteria);

    public static string Repository(string nmid = "ID0000000000018") =>
        Object("00", "ID.CO.QRIS.WWW") + Object("02", nmid) + Object("03", "UMI");

    public static string Object(string id, string value) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}{CharactersOf(value):00}{value}");

    public static string Seal(string body) => body + "6304" + Checksum(body + "6304");

    public static string Checksum(string text)
    {
        var crc = 0xFFFF;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            crc ^= octet << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
        }

        return crc.ToString("X4", CultureInfo.InvariantCulture);
    }

    private static int CharactersOf(string value) => value.EnumerateRunes().Count();
}
