using System.Buffers.Binary;
using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Pictures;

/// <summary>
/// JPEG (ITU-T T.81): baseline, extended and progressive with Huffman codes, 8 bits, one or three components. How a camera
/// was held (EXIF) is not asked: a QR code is found however it is turned.
/// </summary>
internal static class JpegReader
{
    /// <summary>
    /// A progressive picture has about ten. Each goes over the whole picture for a few bytes, so that their number is the work.
    /// </summary>
    private const int MaxScans = 24;

    public static Luma? Read(ReadOnlySpan<byte> file, out QrUnreadable why)
    {
        why = QrUnreadable.BrokenImage;
        var tables = new JpegTables();
        JpegFrame? frame = null;
        var scans = 0;
        for (var at = 2; TakeMarker(file, ref at) is { } marker && marker != 0xD9;)
        {
            // Restart markers that are left over, TEM: no segment follows.
            if (marker is >= 0xD0 and <= 0xD7 or 0x01) continue;
            if (at + 2 > file.Length) return null;
            // The length counts its own two bytes.
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2 || length > file.Length - at) return null;
            var segment = file.Slice(at + 2, length - 2);
            at += length;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    if (frame is not null) return null;
                    frame = JpegFrame.Read(segment, marker == 0xC2, out why);
                    if (frame is null) return null;
                    why = QrUnreadable.BrokenImage;
                    break;
                // Lossless, hierarchical, arithmetic.
                case 0xC3 or (>= 0xC5 and <= 0xC7) or (>= 0xC9 and <= 0xCF):
                    why = QrUnreadable.UnsupportedFormat;
                    return null;
                case 0xC4:
                    if (!tables.ReadHuffman(segment)) return null;
                    break;
                case 0xDB:
                    if (!tables.ReadQuantization(segment)) return null;
                    break;
                case 0xDD:
                    if (segment.Length != 2) return null;
                    tables.RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case 0xDA:
                    if (frame is null || ++scans > MaxScans || !ReadScan(file, ref at, segment, frame, tables)) return null;
                    break;
            }
        }
        return frame is null || scans == 0 ? null : JpegIdct.Draw(frame, tables.Quantization(frame.First.Quantization));
    }

    /// <summary>The next marker and where its segment begins; null at the file's end. What lies between segments is passed over.</summary>
    private static byte? TakeMarker(ReadOnlySpan<byte> file, ref int at)
    {
        while (at + 1 < file.Length)
        {
            if (file[at++] == 0xFF && file[at] is not (0 or 0xFF)) return file[at++];
        }
        return null;
    }

    /// <summary>A scan's header (B.2.3) and its data.</summary>
    private static bool ReadScan(ReadOnlySpan<byte> file, ref int at, ReadOnlySpan<byte> header, JpegFrame frame, JpegTables tables)
    {
        if (header.Length < 4 || header[0] is < 1 or > 3 || header.Length != 4 + 2 * header[0]) return false;
        var components = new JpegComponent[header[0]];
        var (start, end, high, low) = (header[^3], header[^2], header[^1] >> 4, header[^1] & 15);
        if (!frame.IsProgressive) (start, end, high, low) = (0, 63, 0, 0);
        // A progressive scan is of DC alone, or of AC of one component (G.1.1.1.1).
        if (end > 63 || start > end || low > 13 || (frame.IsProgressive && (start == 0 ? end != 0 : components.Length > 1))) return false;
        for (var i = 0; i < components.Length; i++)
        {
            var id = header[1 + 2 * i];
            if (Array.Find(frame.Components, component => component.Id == id) is not { } component
                || Array.IndexOf(components, component) >= 0)
                return false;
            components[i] = component;
            (component.Dc, component.Ac) = (tables.Dc(header[2 + 2 * i] >> 4), tables.Ac(header[2 + 2 * i] & 15));
            if (start == 0 && high == 0 && component.Dc is null) return false;
            if (end > 0 && component.Ac is null) return false;
        }
        // Nobody looks at a scan without the brightness; its bits are passed over like anything between segments.
        if (!components.Contains(frame.First)) return true;
        var bits = new JpegBits(file, at);
        var read = new JpegScan(frame, components, (start, end, high, low)).Read(ref bits, tables.RestartInterval);
        at = bits.At;
        return read;
    }
}
