namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>The codes of an image, five a group, and which group each of its blocks uses (RFC 9649, 3.7.2.2).</summary>
internal sealed class PrefixGroups
{
    /// <summary>
    /// libwebp makes 2,600 at most. A code costs a stranger two bytes, and a thousand times as many here: what all of them hold is bounded
    /// to 8 MB.
    /// </summary>
    private const int MaxGroups = 8192, MaxSymbols = 4 * 1024 * 1024;

    /// <summary>Symbols behind the 256 colours stand for lengths of copies.</summary>
    public const int FirstLength = 256, FirstCached = FirstLength + 24;

    private readonly List<PrefixCode[]> _groups = [];
    private ushort[] _blocks = [];
    private int _columns, _shift;

    /// <summary>Green with lengths and the cache, red, blue, alpha, distances.</summary>
    public PrefixCode[] At(int x, int y) => _groups[_blocks.Length == 0 ? 0 : _blocks[(y >> _shift) * _columns + (x >> _shift)]];

    /// <summary>Null when they are none.</summary>
    /// <param name="bits">From behind the colour cache's size.</param>
    /// <param name="width">The image's.</param>
    /// <param name="height">The image's.</param>
    /// <param name="cached">How many colours the cache holds.</param>
    /// <param name="isMain">Images that describe another have one group.</param>
    public static PrefixGroups? Read(ref LosslessBits bits, int width, int height, int cached, bool isMain)
    {
        var groups = new PrefixGroups();
        if (isMain && bits.Take(1) == 1 && !groups.ReadBlocks(ref bits, width, height)) return null;
        var symbols = 0;
        for (var left = 1 + (groups._blocks.Length == 0 ? 0 : groups._blocks.Max()); left > 0; left--)
        {
            var group = new PrefixCode[5];
            for (var i = 0; i < group.Length; i++)
            {
                if (PrefixCode.Read(ref bits, i switch { 0 => FirstCached + cached, 4 => 40, _ => 256 }) is not { } code) return null;
                group[i] = code;
                symbols += code.Size;
            }
            if (symbols > MaxSymbols) return null;
            groups._groups.Add(group);
        }
        return groups;
    }

    private bool ReadBlocks(ref LosslessBits bits, int width, int height)
    {
        _shift = 2 + bits.Take(3);
        _columns = LosslessPixels.Blocks(width, _shift);
        if (LosslessPixels.ReadWhole(ref bits, _columns, LosslessPixels.Blocks(height, _shift)) is not { } image) return false;
        _blocks = Array.ConvertAll(image, pixel => (ushort)(pixel >> 8));
        return _blocks.Max() < MaxGroups;
    }
}
