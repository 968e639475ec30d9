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

    private const int MaxScans = 64;

    /// <summary>
    /// Larger pictures are made smaller while they are decoded: a code in them is large enough, or too small to be meant.
    /// </summary>
    private const int EnoughPixels = 4 * 1024 * 1024;

    public static Luma? Decode(ReadOnlySpan<byte> file, out QrUnreadable why)
    {
        why = file.Length > MaxFile ? QrUnreadable.TooLarge : QrUnreadable.NotAnImage;
        // The library knows more formats than these four; strangers' files are kept from the code that reads them.
        if (file.Length > MaxFile || !IsOurs(file)) return null;
        why = QrUnreadable.BrokenImage;
        if (file[0] == 0xFF && HasTooManyScans(file)) return null;
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        why = QrUnreadable.BrokenImage;
        if (codec is null || codec.Info.Width < 1 || codec.Info.Height < 1) return null;
        why = QrUnreadable.TooLarge;
        var most = IsInterlacedPng(file) ? MaxPixels / 2 : MaxPixels;
        if (codec.Info.Width > MaxSide || codec.Info.Height > MaxSide || (long)codec.Info.Width * codec.Info.Height > most) return null;
        return Decode(codec, out why);
    }

    private static Luma? Decode(SKCodec codec, out QrUnreadable why)
    {
        var size = codec.Info.Size;
        // JPEG and WebP can be decoded to a part of their size, the others answer with the whole.
        for (var scale = 0.5f; IsMore(size) && scale >= 0.25f; scale /= 2) size = codec.GetScaledDimensions(scale);
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap();
        why = QrUnreadable.TooLarge;
        if (!bitmap.TryAllocPixels(info)) return null;
        // Of a file that ends early the rest stays white, and the code may be in what there is.
        bitmap.Erase(SKColors.White);
        why = QrUnreadable.BrokenImage;
        return codec.GetPixels(info, bitmap.GetPixels()) is SKCodecResult.Success or SKCodecResult.IncompleteInput
            ? Luma.Of(bitmap, factor: IsMore(size) ? 2 : 1)
            : null;
    }

    private static bool IsMore(SKSizeI size) => (long)size.Width * size.Height > EnoughPixels;

    /// <summary>Its passes go over the whole picture, which is in memory twice meanwhile.</summary>
    private static bool IsInterlacedPng(ReadOnlySpan<byte> file) => file.Length > 28 && file[0] == 0x89 && file[28] != 0;

    /// <summary>
    /// A JPEG may go over the whole picture again for every few bytes. An ordinary progressive one does it ten times. Of the markers that
    /// begin a scan (SOS) there is none within a scan's own bytes.
    /// </summary>
    private static bool HasTooManyScans(ReadOnlySpan<byte> file) => file.Count((ReadOnlySpan<byte>)[0xFF, 0xDA]) > MaxScans;

    private static bool IsOurs(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)
        || (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8));
}
