using System.Text;

namespace QrisPayments.Codec;

/// <summary>
/// The checksum of tag 63: ISO/IEC 13239 with polynomial 1021, initial value FFFF, not reflected, no final XOR,
/// over the UTF-8 bytes of everything up to and including "6304" (EMVCo MPM, id 63).
/// </summary>
internal static class Crc16
{
    private const int Polynomial = 0x1021;
    private const ushort Initial = 0xFFFF;
    private const int Lanes = 8;

    // Lane k answers "this byte, followed by k zero bytes". Eight lanes let eight bytes be looked up side by side
    // instead of one after the other; the checksum is otherwise half the cost of a parse.
    private static readonly ushort[] Tables = BuildTables();

    public static ushort Of(ReadOnlySpan<char> text) =>
        Ascii.IsValid(text) ? OfAscii(text) : OfUnicode(text);

    /// <summary>
    /// Whether a checksum was computed over the low bytes of the UTF-16 units or over "?" for what is not ASCII, the
    /// two mistakes that generators make with a name outside ASCII.
    /// </summary>
    public static bool IsOverOtherBytes(ReadOnlySpan<char> text, ushort checksum)
    {
        var tables = (ReadOnlySpan<ushort>)Tables;
        uint low = Initial;
        uint replaced = Initial;

        foreach (var character in text)
        {
            low = Step(tables, low, (byte)character);
            replaced = Step(tables, replaced, char.IsAscii(character) ? (byte)character : (byte)'?');
        }

        return checksum == low || checksum == replaced;
    }

    private static ushort OfAscii(ReadOnlySpan<char> text)
    {
        var tables = (ReadOnlySpan<ushort>)Tables;
        uint crc = Initial;

        while (text.Length >= Lanes)
        {
            // The two lookups that wait for the last round come last: all others are done by then.
            var ahead = tables[0x500 | (byte)text[2]]
                ^ tables[0x400 | (byte)text[3]]
                ^ tables[0x300 | (byte)text[4]]
                ^ tables[0x200 | (byte)text[5]]
                ^ tables[0x100 | (byte)text[6]]
                ^ tables[(byte)text[7]];
            crc = (uint)(ahead ^ (tables[0x700 | (byte)(text[0] ^ (crc >> 8))] ^ tables[0x600 | (byte)(text[1] ^ crc)]));
            text = text[Lanes..];
        }

        foreach (var character in text)
            crc = Step(tables, crc, (byte)character);

        return (ushort)crc;
    }

    private static ushort OfUnicode(ReadOnlySpan<char> text)
    {
        var tables = (ReadOnlySpan<ushort>)Tables;
        Span<byte> utf8 = stackalloc byte[4];
        uint crc = Initial;

        while (!text.IsEmpty)
        {
            // A lone surrogate decodes to U+FFFD, as Encoding.UTF8 writes it; the checker rejects it by its own rule.
            Rune.DecodeFromUtf16(text, out var rune, out var consumed);
            foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
                crc = Step(tables, crc, octet);
            text = text[consumed..];
        }

        return (ushort)crc;
    }

    private static uint Step(ReadOnlySpan<ushort> tables, uint crc, byte octet) =>
        (ushort)((crc << 8) ^ tables[(byte)(octet ^ (crc >> 8))]);

    private static ushort[] BuildTables()
    {
        var tables = new ushort[Lanes * 256];

        for (var octet = 0; octet < 256; octet++)
        {
            var crc = octet << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            tables[octet] = (ushort)crc;
        }

        for (var lane = 1; lane < Lanes; lane++)
        {
            for (var octet = 0; octet < 256; octet++)
            {
                var before = tables[((lane - 1) << 8) | octet];
                tables[(lane << 8) | octet] = (ushort)((before << 8) ^ tables[before >> 8]);
            }
        }

        return tables;
    }
}
