using System.Numerics;

namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>
/// Pixels of the lossless format (RFC 9649, 3.6.2): colours, copies of pixels before them, and colours from a cache. A row is handed
/// on as soon as it is whole; only as many are kept as a copy can reach back, whatever the picture's size.
/// </summary>
internal sealed class LosslessPixels
{
    /// <summary>The longest distance that can be written (3.6.2.2).</summary>
    private const int FarthestCopy = 1 << 20;

    private readonly uint[] _kept;
    private readonly uint[] _row;
    private readonly uint[] _cache;
    private readonly int _cacheShift, _height;
    private readonly Action<int, uint[]> _onRow;
    private int _at, _x, _y;

    private LosslessPixels(int width, int height, int cacheBits, Action<int, uint[]> onRow)
    {
        _kept = new uint[BitOperations.RoundUpToPowerOf2((uint)Math.Min(width * height, FarthestCopy))];
        _row = new uint[width];
        _cache = new uint[cacheBits == 0 ? 0 : 1 << cacheBits];
        (_cacheShift, _height, _onRow) = (32 - cacheBits, height, onRow);
    }

    /// <summary>How many blocks of a power of two cover so many pixels.</summary>
    public static int Blocks(int pixels, int shift) => (pixels + (1 << shift) - 1) >> shift;

    /// <summary>An image that describes another; null when the bits are none.</summary>
    public static uint[]? ReadWhole(ref LosslessBits bits, int width, int height)
    {
        var image = new uint[width * height];
        return Read(ref bits, width, height, isMain: false, (y, row) => row.CopyTo(image, y * width)) ? image : null;
    }

    /// <summary>False when the bits are no image of this size.</summary>
    /// <param name="bits">From the colour cache's size.</param>
    /// <param name="width">Width times height has been checked.</param>
    /// <param name="height">As the width.</param>
    /// <param name="isMain">Not one that describes another: it may have several groups of codes.</param>
    /// <param name="onRow">Gets each row and its number, from the top. The array is used again for the next.</param>
    public static bool Read(ref LosslessBits bits, int width, int height, bool isMain, Action<int, uint[]> onRow)
    {
        var cacheBits = 0;
        if (bits.Take(1) == 1 && (cacheBits = bits.Take(4)) is < 1 or > 11) return false;
        var pixels = new LosslessPixels(width, height, cacheBits, onRow);
        return PrefixGroups.Read(ref bits, width, height, pixels._cache.Length, isMain) is { } groups && pixels.ReadAll(ref bits, groups);
    }

    private bool ReadAll(ref LosslessBits bits, PrefixGroups groups)
    {
        for (var left = _row.Length * _height; left > 0;)
        {
            var group = groups.At(_x, _y);
            var symbol = group[0].Take(ref bits);
            if (symbol is >= PrefixGroups.FirstLength and < PrefixGroups.FirstCached)
            {
                var length = TakeNumber(ref bits, symbol - PrefixGroups.FirstLength);
                var distance = Distance(TakeNumber(ref bits, group[4].Take(ref bits)));
                if (bits.IsOver || length > left || distance > _at) return false;
                left -= length;
                while (length-- > 0) Put(_kept[(_at - distance) & (_kept.Length - 1)]);
                continue;
            }
            var pixel = symbol >= PrefixGroups.FirstCached ? _cache[symbol - PrefixGroups.FirstCached]
                : (uint)(symbol << 8 | group[1].Take(ref bits) << 16 | group[2].Take(ref bits) | group[3].Take(ref bits) << 24);
            if (bits.IsOver) return false;
            left--;
            Put(pixel);
        }
        return true;
    }

    private void Put(uint pixel)
    {
        _kept[_at++ & (_kept.Length - 1)] = pixel;
        if (_cache.Length > 0) _cache[(pixel * 0x1e35a7bd) >> _cacheShift] = pixel;
        _row[_x++] = pixel;
        if (_x < _row.Length) return;
        _onRow(_y++, _row);
        _x = 0;
    }

    /// <summary>A length or a distance: its magnitude is the symbol, bits behind it say the rest (3.6.2.2).</summary>
    private static int TakeNumber(ref LosslessBits bits, int symbol)
    {
        if (symbol < 4) return symbol + 1;
        var more = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << more) + bits.Take(more) + 1;
    }

    /// <summary>The first 120 stand for neighbours by column and row.</summary>
    private int Distance(int code)
    {
        if (code > LosslessNeighbours.Count) return code - LosslessNeighbours.Count;
        var (left, up) = LosslessNeighbours.Of(code);
        return Math.Max(1, left + up * _row.Length);
    }
}
