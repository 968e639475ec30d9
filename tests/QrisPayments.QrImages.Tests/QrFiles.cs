namespace QrisPayments.QrImages.Tests;

/// <summary>
/// Pictures of one payload, with an NMID that nobody holds: those that <c>Pictures/make</c> makes with qrencode and ImageMagick, and those
/// that a browser's canvas and CSS and the tools of libjpeg and libwebp made, as people would take or send them (<c>Photos</c>).
/// </summary>
internal static class QrFiles
{
    public static readonly string Payload = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pictures", "payload.txt"));

    public static IEnumerable<string> Pictures => Names("Pictures").Where(name => !name.EndsWith(".txt", StringComparison.Ordinal));

    public static IEnumerable<string> Photos => Names("Photos");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name));

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, folder)).Select(file => $"{folder}/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal);
}
