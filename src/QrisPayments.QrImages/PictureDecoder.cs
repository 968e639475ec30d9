using QrisPayments.Plugins;
using SkiaSharp;

namespace QrisPayments.QrImages;

/// <summary>
/// Decodes a picture to its brightness. Its size is read from its head, and nothing of that size is made before it is allowed.
/// </summary>
internal static class PictureDecoder
{
    /// <summary>As much as the body of a request that brings it.</summary>
    private const int MaxFile = 1 << 20;

    /// <summary>Telephones make 12 megapixels.</summary>
    private const int MaxSide = 8192, MaxPixels = 16 * 1024 * 1024;

    /// <summary>Of all scans of a JPEG together: an ordinary progressive one of 8 megapixels has ten.</summary>
    private const long MaxScanned = 10L * MaxPixels;

    /// <summary>
    /// Larger pictures are made smaller while they are decoded: a code in them is large enough, or too small to be meant.
    /// </summary>
    private const int EnoughPixels = 4 * 1024 * 1024;

    public static Decoded Decode(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaxFile) return new Decoded.Refused(QrUnreadable.TooLarge);
        // The library knows more formats than these four; strangers' files are kept from the code that reads them.
        if (!IsOurs(file)) return new Decoded.Refused(QrUnreadable.NotAnImage);
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width < 1 || codec.Info.Height < 1) return new Decoded.Refused(QrUnreadable.BrokenImage);
        return IsTooLarge(codec.Info.Size, file[0] == 0xFF ? JpegScans.Count(file) : IsInterlacedPng(file) ? 7 : 1)
            ? new Decoded.Refused(QrUnreadable.TooLarge)
            : Decode(codec);
    }

    private static Decoded Decode(SKCodec codec)
    {
        var size = codec.Info.Size;
        // JPEG and WebP can be decoded to a part of their size, the others answer with the whole.
        for (var scale = 0.5f; IsMore(size) && scale >= 0.25f; scale /= 2) size = codec.GetScaledDimensions(scale);
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info)) return new Decoded.Refused(QrUnreadable.TooLarge);
        // Of a file that ends early the rest stays white, and the code may be in what there is.
        bitmap.Erase(SKColors.White);
        return codec.GetPixels(info, bitmap.GetPixels()) is SKCodecResult.Success or SKCodecResult.IncompleteInput
            ? new Decoded.Picture(Luma.Of(bitmap, factor: IsMore(size) ? 2 : 1))
            : new Decoded.Refused(QrUnreadable.BrokenImage);
    }

    /// <param name="size">Of the picture.</param>
    /// <param name="passes">How often it is gone over; where it is more than once, all of it is in memory twice meanwhile.</param>
    private static bool IsTooLarge(SKSizeI size, int passes)
    {
        var pixels = (long)size.Width * size.Height;
        return size.Width > MaxSide || size.Height > MaxSide || pixels > (passes > 1 ? MaxPixels / 2 : MaxPixels)
            || pixels * passes > MaxScanned;
    }

    private static bool IsMore(SKSizeI size) => (long)size.Width * size.Height > EnoughPixels;

    /// <summary>In seven passes (Adam7).</summary>
    private static bool IsInterlacedPng(ReadOnlySpan<byte> file) => file.Length > 28 && file[0] == 0x89 && file[28] != 0;

    private static bool IsOurs(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)
        || (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8));
}
