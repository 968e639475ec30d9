namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>How see-through the pixels of a lossy picture are: the chunk ALPH (RFC 9649, 2.7.1.2).</summary>
internal sealed class WebPAlpha
{
    private readonly Luma _luma;
    private readonly int _filter;
    private byte[] _line, _above;

    private WebPAlpha(Luma luma, int filter) =>
        (_luma, _filter, _line, _above) = (luma, filter, new byte[luma.Width], new byte[luma.Width]);

    /// <summary>Lays the picture on white. False when the chunk does not say how.</summary>
    public static bool Apply(ReadOnlySpan<byte> chunk, Luma luma)
    {
        // Bits 0 and 1: raw or lossless; 2 and 3: how each is foretold. What was done before it was compressed is of no concern.
        if (chunk.Length == 0 || (chunk[0] & 3) > 1) return false;
        var alpha = new WebPAlpha(luma, chunk[0] >> 2 & 3);
        var data = chunk[1..];
        if ((chunk[0] & 3) == 1)
        {
            // Without a header; what counts is in green.
            var bits = new LosslessBits(data);
            return LosslessReader.ReadRows(ref bits, luma.Width, luma.Height, (y, row) =>
            {
                for (var x = 0; x < row.Length; x++) alpha._line[x] = (byte)(row[x] >> 8);
                alpha.ApplyLine(y);
            });
        }
        if (data.Length < luma.Pixels.Length) return false;
        for (var y = 0; y < luma.Height; y++)
        {
            data.Slice(y * luma.Width, luma.Width).CopyTo(alpha._line);
            alpha.ApplyLine(y);
        }
        return true;
    }

    private void ApplyLine(int y)
    {
        if (_filter > 0) Unfilter(y == 0);
        var pixels = _luma.Pixels.AsSpan(y * _luma.Width, _luma.Width);
        for (var x = 0; x < pixels.Length; x++) pixels[x] = Luma.OnWhite(pixels[x], _line[x]);
        (_line, _above) = (_above, _line);
    }

    /// <summary>
    /// 1 from the left, 2 from above, 3 from both and the corner. The first row knows only the left, the first column only above.
    /// </summary>
    private void Unfilter(bool isTop)
    {
        if (!isTop) _line[0] += _above[0];
        for (var x = 1; x < _line.Length; x++)
            _line[x] += (isTop ? 1 : _filter) switch
            {
                1 => _line[x - 1],
                2 => _above[x],
                _ => (byte)Math.Clamp(_line[x - 1] + _above[x] - _above[x - 1], 0, 255),
            };
    }
}
