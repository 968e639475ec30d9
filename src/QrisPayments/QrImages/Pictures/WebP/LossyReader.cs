using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>The lossy format: the brightness of one key frame of VP8 (RFC 6386).</summary>
internal static class LossyReader
{
    /// <summary>Video's brightness has its black at 16 and its white at 235 (RFC 9649, 2.5: Rec. 601).</summary>
    private static readonly byte[] Shades =
        [.. Enumerable.Range(0, 256).Select(shade => (byte)Math.Clamp(((shade - 16) * 255 + 109) / 219, 0, 255))];

    public static Luma? Read(ReadOnlySpan<byte> chunk, out QrUnreadable why)
    {
        if (LossyHeader.Read(chunk, out why) is not { } header) return null;
        why = QrUnreadable.BrokenImage;
        var (columns, rows) = ((header.Width + 15) / 16, (header.Height + 15) / 16);
        var (modes, coefficients, strip) =
            (new LossyModes(header, columns), new LossyCoefficients(header, columns), new LossyStrip(columns));
        var luma = new Luma(header.Width, header.Height);
        for (var row = 0; row < rows; row++)
        {
            var part = header.Coefficients[row & (header.Coefficients.Length - 1)];
            modes.StartRow();
            coefficients.StartRow();
            for (var column = 0; column < columns; column++)
            {
                modes.Read(column);
                coefficients.Read(part, column, modes);
                strip.Draw(column, modes, coefficients.Blocks);
            }
            if (header.Modes.IsOver || part.IsOver) return null;
            for (var y = 0; y < Math.Min(16, luma.Height - 16 * row); y++)
            {
                var pixels = luma.Pixels.AsSpan((16 * row + y) * luma.Width, luma.Width);
                for (var x = 0; x < pixels.Length; x++) pixels[x] = Shades[strip.Line(y)[x]];
            }
            strip.Advance();
        }
        return luma;
    }
}
