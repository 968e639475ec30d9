using QrisPayments.Codec;

namespace QrisPayments.Gateways.Tests;

/// <summary>QRIS payloads for a merchant with an NMID that nobody was given.</summary>
internal static class TestQris
{
    public const string Nmid = "ID1099999999999";

    /// <summary>A printed code of a shop, as it is scanned.</summary>
    public const string Printed =
        "00020101021126680016ID.CO.CONTOH.WWW01189360091410000000010215UJI0000000000010303UMI"
        + "51440014ID.CO.QRIS.WWW0215ID10999999999990303UMI5204581253033605802ID5910WARUNG UJI6007JAKARTA6105101106304D9D3";

    /// <summary>The payload for a total.</summary>
    public static string For(long total) =>
        ((QrisConversion.Converted)QrisConverter.Convert(Printed, new QrisConvertRequest { Amount = total })).Payload;

    /// <summary>The printed code, but it asks the payer for a tip.</summary>
    public static string PrintedWithTip { get; } = WithCrc(Printed[..^8].Replace("5802ID", "5502015802ID", StringComparison.Ordinal));

    /// <summary>The printed code without the national merchant id.</summary>
    public static string PrintedWithoutNmid { get; } =
        WithCrc(Printed[..^8].Replace("51440014ID.CO.QRIS.WWW0215ID10999999999990303UMI", "", StringComparison.Ordinal));

    /// <summary>A text without its tag 63, with the checksum that fits (ISO/IEC 13239).</summary>
    private static string WithCrc(string text)
    {
        var crc = 0xFFFF;
        foreach (var character in text + "6304")
        {
            crc ^= character << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xFFFF : crc << 1 & 0xFFFF;
        }
        return $"{text}6304{crc:X4}";
    }
}
