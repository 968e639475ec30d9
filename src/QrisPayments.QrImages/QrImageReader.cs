using QrisPayments.Plugins;

namespace QrisPayments.QrImages;

/// <summary>
/// Reads the QR code in a picture. The module finds this class by its name, so that a host without the package carries no native library.
/// </summary>
public static class QrImageReader
{
    /// <summary>
    /// Reads the first QR code that is found. The file may be a stranger's: whatever its bytes, there is an answer, and a picture that
    /// would take much memory is refused before it is decoded.
    /// </summary>
    /// <param name="image">
    /// A PNG, JPEG, GIF or WebP of at most 1 MB, 8192 pixels a side and 16 megapixels (8 of an interlaced PNG or a progressive JPEG); of a
    /// moving one, the first picture is read.
    /// </param>
    /// <param name="cancellationToken">Ends the reading at its next step.</param>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public static QrReading Read(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return PictureDecoder.Decode(image.Span) switch
        {
            Decoded.Picture picture => CodeSearch.Read(picture.Luma, cancellationToken),
            Decoded.Refused refused => new QrReading.None(refused.Why),
            var other => throw new InvalidOperationException($"Unknown result {other.GetType().Name}."),
        };
    }
}
