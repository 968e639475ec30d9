using System.Buffers.Binary;
using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>
/// By how much a macroblock's coefficients were divided: the first and the others, of a block and of the block of first ones (RFC 6386,
/// 14.1).
/// </summary>
internal readonly record struct LossyFactors(int First, int Other, int FirstOfFirsts, int OtherOfFirsts);

/// <summary>What stands before a key frame's macroblocks (RFC 6386, 9 and 19.2).</summary>
internal sealed class LossyHeader
{
    /// <summary>Three bytes of frame tag; the start code; width and height.</summary>
    private const int Length = 10;

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>How each macroblock is foretold; the header itself stands before that.</summary>
    public required BoolBits Modes { get; init; }

    /// <summary>1, 2, 4 or 8: rows of macroblocks have their coefficients in them by turns.</summary>
    public BoolBits[] Coefficients { get; private set; } = [];

    /// <summary>By segment.</summary>
    public LossyFactors[] Factors { get; } = new LossyFactors[4];

    /// <summary>Of a macroblock's segment; none when there is but one.</summary>
    public byte[] Segments { get; private set; } = [];

    /// <summary>That a macroblock has coefficients; null when all have.</summary>
    public int? Skipping { get; private set; }

    /// <summary>As <see cref="LossyTables.Coefficients"/>.</summary>
    public byte[] Probabilities { get; } = LossyTables.Coefficients.ToArray();

    public static LossyHeader? Read(ReadOnlySpan<byte> chunk, out QrUnreadable why)
    {
        why = QrUnreadable.BrokenImage;
        if (chunk.Length < Length) return null;
        // Bit 0: no key frame; 1 to 3: version; 4: to be shown; 5 to 23: length of the first part (9.1).
        var tag = chunk[0] | chunk[1] << 8 | chunk[2] << 16;
        if ((tag & 0x11) != 0x10 || (tag >> 1 & 7) > 3 || !chunk[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])) return null;
        // The upper two bits are a wish about the size on the screen.
        var (width, height) =
            (BinaryPrimitives.ReadUInt16LittleEndian(chunk[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(chunk[8..]) & 0x3FFF);
        if (!PictureReader.IsSize(width, height, out why)) return null;
        why = QrUnreadable.BrokenImage;
        var second = Length + (tag >> 5);
        if (second > chunk.Length) return null;
        var data = chunk.ToArray();
        var header = new LossyHeader { Width = width, Height = height, Modes = new BoolBits(data, Length, second) };
        return header.Read(data, second) ? header : null;
    }

    private bool Read(byte[] data, int second)
    {
        var bits = Modes;
        // Colour space, clamping: of no concern to the brightness, whose pixels are always clamped.
        bits.TakeNumber(2);
        Span<int> changes = stackalloc int[4];
        var areAbsolute = bits.TakeFlag() && ReadSegments(bits, changes);
        SkipFilter(bits);
        var parts = 1 << bits.TakeNumber(2);
        ReadFactors(bits, changes, areAbsolute);
        // Whether the probabilities hold for later frames.
        bits.TakeFlag();
        for (var i = 0; i < Probabilities.Length; i++)
            if (bits.Take(LossyTables.Replacements[i])) Probabilities[i] = (byte)bits.TakeNumber(8);
        Skipping = bits.TakeFlag() ? bits.TakeNumber(8) : null;
        return !bits.IsOver && ReadParts(data, second, parts);
    }

    /// <summary>9.3. True when the segments' numbers stand for themselves and not for a difference.</summary>
    private bool ReadSegments(BoolBits bits, Span<int> quantizers)
    {
        var (hasMap, hasData, areAbsolute) = (bits.TakeFlag(), bits.TakeFlag(), false);
        if (hasData)
        {
            areAbsolute = bits.TakeFlag();
            foreach (ref var quantizer in quantizers) quantizer = bits.TakeChange(7);
            // The loop filter's.
            for (var i = 0; i < 4; i++) bits.TakeChange(6);
        }
        if (!hasMap) return areAbsolute;
        Segments = new byte[3];
        foreach (ref var probability in Segments.AsSpan()) probability = (byte)(bits.TakeFlag() ? bits.TakeNumber(8) : 255);
        return areAbsolute;
    }

    /// <summary>
    /// 9.4. The loop filter smooths the edges between blocks when all are drawn, and what is foretold in a key frame comes from pixels that
    /// it has not touched (15): without it no other pixel becomes wrong. It is left out, because the steps of a few shades that it hides
    /// do not hide a QR code, whose modules are black and white.
    /// </summary>
    private static void SkipFilter(BoolBits bits)
    {
        // Type, level, sharpness; changes by frame and by mode.
        bits.TakeNumber(1 + 6 + 3);
        if (!bits.TakeFlag() || !bits.TakeFlag()) return;
        for (var i = 0; i < 8; i++) bits.TakeChange(6);
    }

    /// <summary>9.6 and 14.1.</summary>
    private void ReadFactors(BoolBits bits, ReadOnlySpan<int> segments, bool areAbsolute)
    {
        var index = bits.TakeNumber(7);
        var (first, firstOfFirsts, otherOfFirsts) = (bits.TakeChange(4), bits.TakeChange(4), bits.TakeChange(4));
        // The colours' two.
        bits.TakeChange(4);
        bits.TakeChange(4);
        for (var i = 0; i < Factors.Length; i++)
        {
            var at = Math.Clamp(areAbsolute ? segments[i] : index + segments[i], 0, 127);
            Factors[i] = new LossyFactors(
                LossyTables.FirstFactors[Math.Clamp(at + first, 0, 127)],
                LossyTables.OtherFactors[at],
                2 * LossyTables.FirstFactors[Math.Clamp(at + firstOfFirsts, 0, 127)],
                Math.Max(8, LossyTables.OtherFactors[Math.Clamp(at + otherOfFirsts, 0, 127)] * 155 / 100));
        }
    }

    /// <summary>9.5: the lengths of all parts but the last, three bytes each, then the parts.</summary>
    private bool ReadParts(byte[] data, int at, int count)
    {
        var start = at + 3 * (count - 1);
        if (start > data.Length) return false;
        Coefficients = new BoolBits[count];
        for (var i = 0; i < count; i++, at += 3)
        {
            var end = i == count - 1 ? data.Length : start + (data[at] | data[at + 1] << 8 | data[at + 2] << 16);
            if (end > data.Length) return false;
            Coefficients[i] = new BoolBits(data, start, end);
            start = end;
        }
        return true;
    }
}
