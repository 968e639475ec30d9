namespace QrisPayments.Plugins;

/// <summary>What was read in a picture: exactly one of the nested records.</summary>
public abstract record QrReading
{
    private QrReading() { }

    /// <summary>A QR code was found and read whole.</summary>
    public sealed record Found : QrReading
    {
        /// <summary>A QR code with this text was found.</summary>
        public Found(string text) => Text = text;

        /// <summary>
        /// The code's text, whatever it says: inspect it before it is used as QRIS. Bytes that are not UTF-8 are read as ISO/IEC 8859-1.
        /// </summary>
        public string Text { get; init; }
    }

    /// <summary>No text was read.</summary>
    public sealed record None : QrReading
    {
        /// <summary>No text was read, for this reason.</summary>
        public None(QrUnreadable why) => Why = why;

        /// <summary>Why no text was read.</summary>
        public QrUnreadable Why { get; init; }
    }
}

/// <summary>Why no text was read in a picture.</summary>
public enum QrUnreadable
{
    /// <summary>Neither PNG, JPEG, GIF nor WebP.</summary>
    NotAnImage,

    /// <summary>
    /// More than 1 MB, 8192 pixels a side or 16 megapixels (8 for an interlaced PNG or a progressive JPEG). A smaller picture is read.
    /// </summary>
    TooLarge,

    /// <summary>The file is cut off, holds what its format does not allow, or is of a rare kind such as an arithmetic JPEG.</summary>
    BrokenImage,

    /// <summary>The picture shows no QR code that is large and clear enough.</summary>
    NoCode,

    /// <summary>
    /// There is a QR code, but more of it is dirty or missing than its error correction can repair. A sharper picture may be read.
    /// </summary>
    DamagedCode,

    /// <summary>
    /// There is a QR code, but its text is of a kind that no QRIS is: one of several codes that belong together, or GS1.
    /// </summary>
    OtherCode,

    /// <summary>Too many pictures are being read at this moment. Try again in a few seconds.</summary>
    Busy,

    /// <summary>The shop does not have the package QrisPayments.QrImages, which reads pictures. A code's text is still read.</summary>
    NotInstalled,

    /// <summary>The picture could not be fetched: no public address, no answer in time, or another answer than 200.</summary>
    Unreachable,
}
