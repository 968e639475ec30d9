using QrisPayments.Codec;

namespace QrisPayments.Testing;

/// <summary>Payloads as gateways hand them out, for a merchant with an unassigned NMID.</summary>
internal static class TestQris
{
    public const string Printed =
        "00020101021126680016ID.CO.CONTOH.WWW01189360091410000000010215UJI0000000000010303UMI"
        + "51440014ID.CO.QRIS.WWW0215ID10999999999990303UMI5204581253033605802ID5910WARUNG UJI6007JAKARTA6105101106304D9D3";

    /// <summary>The payload for a total.</summary>
    public static string For(long total) =>
        ((QrisConversion.Converted)QrisConverter.Convert(Printed, new QrisConvertRequest { Amount = total })).Payload;

    /// <summary>The same with a checksum that does not fit.</summary>
    public static string Broken(long total)
    {
        var sound = For(total);
        return sound[..^1] + (sound[^1] == '0' ? '1' : '0');
    }
}
