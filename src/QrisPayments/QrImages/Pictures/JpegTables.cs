using System.Buffers.Binary;

namespace QrisPayments.QrImages.Pictures;

/// <summary>The tables that a JPEG has named so far (ITU-T T.81, B.2.4). Four of each kind, the later in place of the earlier.</summary>
internal sealed class JpegTables
{
    private readonly ushort[][] _quantization = [new ushort[64], new ushort[64], new ushort[64], new ushort[64]];
    private readonly JpegHuffman?[] _huffman = new JpegHuffman?[8];

    public int RestartInterval { get; set; }

    public ushort[] Quantization(int number) => _quantization[number];

    public JpegHuffman? Dc(int number) => number < 4 ? _huffman[number] : null;

    public JpegHuffman? Ac(int number) => number < 4 ? _huffman[4 + number] : null;

    /// <summary>Each: class and number, how many codes of each length, the values.</summary>
    public bool ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            if (segment.Length < 17 || (segment[0] >> 4) > 1 || (segment[0] & 15) > 3) return false;
            var count = 0;
            foreach (var codes in segment[1..17]) count += codes;
            if (count > 256 || segment.Length < 17 + count || JpegHuffman.Make(segment[1..17], segment.Slice(17, count)) is not { } table)
                return false;
            _huffman[4 * (segment[0] >> 4) + (segment[0] & 15)] = table;
            segment = segment[(17 + count)..];
        }
        return true;
    }

    /// <summary>Each: precision and number, 64 factors in the order of the coefficients.</summary>
    public bool ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (wide, number) = (segment[0] >> 4, segment[0] & 15);
            if (wide > 1 || number > 3 || segment.Length < 1 + 64 * (1 + wide)) return false;
            for (var i = 0; i < 64; i++)
                _quantization[number][JpegIdct.ZigZag[i]] = wide == 1
                    ? BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + 2 * i)..])
                    : segment[1 + i];
            segment = segment[(1 + 64 * (1 + wide))..];
        }
        return true;
    }
}
