using QrisPayments.Plugins;
using QrisPayments.QrImages.Pictures.WebP;

namespace QrisPayments.QrImages.Pictures;

/// <summary>Reads a picture's brightness, of whichever format its first bytes say it is; what a client calls it is not asked.</summary>
internal static class PictureReader
{
    /// <summary>As much as the body of a request that brings it.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>
    /// Telephones make 12 megapixels. At one byte, and with JPEG's coefficients three, a picture takes at most 48 MB while it is read; what
    /// describes WebP's pixels takes less.
    /// </summary>
    private const int MaxSide = 8192, MaxPixels = 16 * 1024 * 1024;

    public static Luma? Read(ReadOnlySpan<byte> file, out QrUnreadable why)
    {
        why = file.Length > LargestFile ? QrUnreadable.TooLarge : QrUnreadable.NotAnImage;
        if (file.Length > LargestFile) return null;
        if (file.StartsWith(PngReader.Signature)) return PngReader.Read(file, out why);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return JpegReader.Read(file, out why);
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)) return GifReader.Read(file, out why);
        if (WebPReader.IsWebP(file)) return WebPReader.Read(file, out why);
        return null;
    }

    /// <summary>Asked before anything is allocated for a picture.</summary>
    public static bool IsSize(long width, long height, out QrUnreadable why)
    {
        why = width < 1 || height < 1 ? QrUnreadable.BrokenImage : QrUnreadable.TooLarge;
        return width >= 1 && height >= 1 && width <= MaxSide && height <= MaxSide && width * height <= MaxPixels;
    }
}
