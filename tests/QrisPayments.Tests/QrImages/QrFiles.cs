using QrisPayments.Plugins;
using QrisPayments.QrImages;

namespace QrisPayments.Tests.QrImages;

/// <summary>
/// Pictures made with a browser's canvas and CSS and with libjpeg's and libwebp's tools, of one payload with an NMID that nobody holds.
/// </summary>
internal static class QrFiles
{
    public const string Payload =
        "00020101021126680016ID.CO.CONTOH.WWW011893600014000000001802150000000000000180303UMI51440014ID.CO.QRIS.WWW0215ID0000000000018"
        + "0303UMI5204581253033605802ID5913WARUNG BU SRI6007JAKARTA61051011063040DDD";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "QrImages", "Files");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>The text, or the word for why there is none.</summary>
    public static string Read(ReadOnlySpan<byte> image) => QrImageReader.Read(image) switch
    {
        QrReading.Found found => found.Text,
        QrReading.None none => none.Why.ToString(),
        _ => throw new InvalidOperationException(),
    };
}
