using System.Globalization;

namespace QrisPayments.Codec;

/// <summary>Asks of a guessed text only this: is it a chain of whole objects that ends in its own checksum?</summary>
internal static class Seal
{
    public static bool Fits(string payload, LengthUnit unit = LengthUnit.Characters)
    {
        var tlv = new TlvText(payload, unit);
        for (var at = 0; at < payload.Length;)
        {
            if (tlv.Read(at, payload.Length, out var id, out var value) != TlvFault.None) return false;
            at = value.End;
            if (id == 63)
                return at == payload.Length && TryRead(tlv[value], out var written) && Crc16.Of(payload.AsSpan(0, value.Start)) == written;
        }

        return false;
    }

    /// <summary>Finds a well-formed checksum at the end of a chain, right or not.</summary>
    public static bool TryFind(string payload, out int start, out ushort written)
    {
        start = payload.Length - 4;
        written = 0;
        return start >= 4 && payload.AsSpan(start - 4, 4) is "6304" && TryRead(payload.AsSpan(start), out written);
    }

    private static bool TryRead(ReadOnlySpan<char> text, out ushort checksum)
    {
        checksum = 0;
        return text.Length == 4 && ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out checksum);
    }
}
