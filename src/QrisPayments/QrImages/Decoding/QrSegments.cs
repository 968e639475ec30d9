using System.Text;

namespace QrisPayments.QrImages.Decoding;

/// <summary>Reads the text out of the data codewords (ISO/IEC 18004, 7.4).</summary>
internal static class QrSegments
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    /// <summary>ECI designators of ISO/IEC 8859-1 and UTF-8 (AIM ECI register).</summary>
    private const int Latin1 = 3, Utf8 = 26;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// The text; null when a segment is of a kind that is not read here (kanji, one of several codes, FNC1, other ECI) or does not end.
    /// </summary>
    public static string? Read(ReadOnlySpan<byte> data, int version)
    {
        var bits = new Bits(data);
        var bytes = new List<byte>();
        int? eci = null;
        while (bits.Left >= 4)
        {
            var mode = bits.Take(4);
            if (mode == 0) break;
            if (mode == 7)
            {
                // Designators up to 127 take one byte (table 4); all others are of no concern.
                var designator = bits.Take(8);
                if (designator is not (Latin1 or Utf8) || (eci ?? designator) != designator) return null;
                eci = designator;
                continue;
            }
            var count = CountBits(mode, version) is { } length ? bits.Take(length) : -1;
            if (count < 0 || !TakeSegment(ref bits, mode, count, bytes)) return null;
        }
        return bytes.Count == 0 ? null : Text([.. bytes], eci);
    }

    /// <summary>Table 3.</summary>
    private static int? CountBits(int mode, int version) => mode switch
    {
        1 => version < 10 ? 10 : version < 27 ? 12 : 14,
        2 => version < 10 ? 9 : version < 27 ? 11 : 13,
        4 => version < 10 ? 8 : 16,
        _ => null,
    };

    private static bool TakeSegment(ref Bits bits, int mode, int count, List<byte> bytes)
    {
        while (count > 0)
        {
            // Three digits in 10 bits, two in 7, one in 4; two characters in 11 bits, one in 6; a byte in 8.
            var group = Math.Min(count, mode == 1 ? 3 : mode == 2 ? 2 : 1);
            var value = bits.Take(mode == 1 ? 1 + 3 * group : mode == 2 ? 1 + 5 * group : 8);
            if (value < 0) return false;
            switch (mode)
            {
                case 1:
                    if (value >= (group == 3 ? 1000 : group == 2 ? 100 : 10)) return false;
                    if (group == 3) bytes.Add((byte)('0' + value / 100));
                    if (group >= 2) bytes.Add((byte)('0' + value / 10 % 10));
                    bytes.Add((byte)('0' + value % 10));
                    break;
                case 2:
                    if (value >= (group == 2 ? 45 * 45 : 45)) return false;
                    if (group == 2) bytes.Add((byte)Alphanumeric[value / 45]);
                    bytes.Add((byte)Alphanumeric[value % 45]);
                    break;
                default:
                    bytes.Add((byte)value);
                    break;
            }
            count -= group;
        }
        return true;
    }

    /// <summary>Without an ECI the standard says Latin-1 and the world writes UTF-8: what is valid UTF-8 is taken for it.</summary>
    private static string Text(byte[] bytes, int? eci)
    {
        if (eci == Latin1) return Encoding.Latin1.GetString(bytes);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private ref struct Bits(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private int _at;

        public readonly int Left => _data.Length * 8 - _at;

        /// <summary>The next bits as a number; −1 when there are not that many.</summary>
        public int Take(int count)
        {
            if (Left < count) return -1;
            var value = 0;
            for (var end = _at + count; _at < end; _at++) value = value << 1 | _data[_at >> 3] >> (7 - (_at & 7)) & 1;
            return value;
        }
    }
}
