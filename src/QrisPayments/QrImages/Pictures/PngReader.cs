using System.Buffers.Binary;
using System.IO.Compression;
using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Pictures;

/// <summary>
/// PNG (RFC 2083, ISO/IEC 15948): all colour types, depths and both interlacings. Checksums of chunks are not verified: a
/// flipped bit in a picture is the QR code's to mend, and what is inflated has a checksum of its own.
/// </summary>
internal static class PngReader
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static Luma? Read(ReadOnlySpan<byte> file, out QrUnreadable why)
    {
        why = QrUnreadable.BrokenImage;
        PngFormat? format = null;
        using var packed = new MemoryStream();
        for (var at = Signature.Length; at + 12 <= file.Length;)
        {
            // Length, type, data, checksum (RFC 2083, 3.2).
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12) return null;
            var type = file.Slice(at + 4, 4);
            var data = file.Slice(at + 8, (int)length);
            at += 12 + (int)length;
            // The header comes first, and once.
            if (type.SequenceEqual("IHDR"u8) != (format is null)) return null;
            if (format is null)
            {
                if (data.Length != 13) return null;
                if (!PictureReader.IsSize(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
                    out why))
                    return null;
                why = QrUnreadable.BrokenImage;
                format = PngFormat.Read(data);
                if (format is null) return null;
            }
            else if (type.SequenceEqual("PLTE"u8)) format.Palette = data.ToArray();
            else if (type.SequenceEqual("tRNS"u8)) format.Transparency = data.ToArray();
            else if (type.SequenceEqual("IDAT"u8)) packed.Write(data);
            else if (type.SequenceEqual("IEND"u8)) break;
        }
        if (format is null || (format.ColourType == 3 && format.Palette.Length < 3)) return null;
        packed.Position = 0;
        try
        {
            using var inflated = new ZLibStream(packed, CompressionMode.Decompress);
            return ReadPixels(inflated, format);
        }
        // The inflater's words for what is no zlib stream. It makes no more than the rows that are asked for, whatever is packed.
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static Luma? ReadPixels(Stream inflated, PngFormat format)
    {
        var luma = new Luma(format.Width, format.Height);
        // The seven passes of Adam7: first column and row, and steps between them (RFC 2083, 2.6).
        ReadOnlySpan<(int X, int Y, int StepX, int StepY)> passes = format.IsInterlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        foreach (var (firstX, firstY, stepX, stepY) in passes)
        {
            var columns = (format.Width - firstX + stepX - 1) / stepX;
            if (columns <= 0) continue;
            var (line, above) = (new byte[format.RowBytes(columns)], new byte[format.RowBytes(columns)]);
            for (var y = firstY; y < format.Height; y += stepY)
            {
                var filter = inflated.ReadByte();
                if (filter is < 0 or > 4 || inflated.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length) return null;
                Unfilter(filter, line, above, format.PixelBytes);
                for (var i = 0; i < columns; i++) luma.Pixels[y * format.Width + firstX + i * stepX] = format.Luma(line, i);
                (line, above) = (above, line);
            }
        }
        return luma;
    }

    /// <summary>RFC 2083, 6: each byte was written as its difference from what the pixels to the left and above foretell.</summary>
    private static void Unfilter(int filter, byte[] line, byte[] above, int pixel)
    {
        for (var i = 0; i < line.Length; i++)
        {
            int left = i >= pixel ? line[i - pixel] : 0, up = above[i], corner = i >= pixel ? above[i - pixel] : 0;
            line[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
