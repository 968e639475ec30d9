namespace QrisPayments.QrImages.Finding;

/// <summary>Reads the modules of a code off a picture, given where each one's centre is.</summary>
internal static class GridSampler
{
    /// <summary>Each module is what most of five points within it are: a speck or a stroke does not make it another.</summary>
    public static BitGrid Sample(BitGrid bits, int side, Func<float, float, Spot> place)
    {
        const float Aside = 0.2f;
        var code = new BitGrid(side, side);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var (centre, right, down) =
                    (place(x + 0.5f, y + 0.5f), place(x + 0.5f + Aside, y + 0.5f), place(x + 0.5f, y + 0.5f + Aside));
                int dark = 0;
                if (bits.IsDark(centre.X, centre.Y)) dark++;
                if (bits.IsDark(right.X, right.Y)) dark++;
                if (bits.IsDark(down.X, down.Y)) dark++;
                if (bits.IsDark(2 * centre.X - right.X, 2 * centre.Y - right.Y)) dark++;
                if (bits.IsDark(2 * centre.X - down.X, 2 * centre.Y - down.Y)) dark++;
                code[x, y] = dark >= 3;
            }
        return code;
    }

    /// <summary>
    /// How many modules of both timing patterns (ISO/IEC 18004, 6.3.5) are as they must be, 0 to 1; what is no code has a half.
    /// </summary>
    public static float Timing(BitGrid code)
    {
        var right = 0;
        for (var i = 8; i < code.Width - 8; i++)
        {
            if (code[i, 6] == (i % 2 == 0)) right++;
            if (code[6, i] == (i % 2 == 0)) right++;
        }
        return right / (2f * (code.Width - 16));
    }
}
