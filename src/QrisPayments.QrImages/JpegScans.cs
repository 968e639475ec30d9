using System.Buffers.Binary;

namespace QrisPayments.QrImages;

/// <summary>
/// How often a JPEG goes over the whole picture (ITU-T T.81, annex B). A scan may take a few bytes of the file and all of the picture's
/// coefficients, which are kept in memory where there is more than one.
/// </summary>
internal static class JpegScans
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9;

    /// <summary>
    /// The scans, of which a baseline JPEG mostly has one and an ordinary progressive one ten. A thumbnail's are not counted.
    /// </summary>
    public static int Count(ReadOnlySpan<byte> file)
    {
        var scans = 0;
        for (var at = 2; at + 3 < file.Length;)
        {
            var marker = file[at + 1];
            // A scan's own bytes up to the next marker: 0xFF is followed by 0 there, or by the number of a restart.
            if (file[at] != 0xFF || marker is 0 or 0xFF or 1 or (>= 0xD0 and <= 0xD8))
            {
                at++;
                continue;
            }
            if (marker == EndOfImage) break;
            if (marker == StartOfScan) scans++;
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }
        return scans;
    }
}
