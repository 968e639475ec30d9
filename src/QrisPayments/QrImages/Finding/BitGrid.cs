namespace QrisPayments.QrImages.Finding;

/// <summary>A picture, or the modules of a code, in black (true) and white.</summary>
internal sealed class BitGrid(int width, int height)
{
    private readonly bool[] _dark = new bool[width * height];

    public int Width => width;

    public int Height => height;

    public bool this[int x, int y]
    {
        get => _dark[y * width + x];
        set => _dark[y * width + x] = value;
    }

    public Span<bool> Row(int y) => _dark.AsSpan(y * width, width);

    /// <summary>Outside is white, as the quiet zone is.</summary>
    public bool IsDark(float x, float y) => x >= 0 && y >= 0 && x < width && y < height && _dark[(int)y * width + (int)x];

    public void Invert()
    {
        foreach (ref var dark in _dark.AsSpan()) dark = !dark;
    }

    /// <summary>Rows for columns: how a mirrored code is read.</summary>
    public BitGrid Transposed()
    {
        var transposed = new BitGrid(height, width);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                transposed[y, x] = this[x, y];
        return transposed;
    }
}
