using System.Buffers.Binary;
using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>
/// WebP (RFC 9649): lossy or lossless, see-through pixels on white; of an animation the first frame, wherever it stands on its canvas.
/// </summary>
internal static class WebPReader
{
    /// <summary>RIFF, the length, WEBP (2.4).</summary>
    private const int Header = 12;

    /// <summary>Where a frame stands, its size, its time: what it consists of follows (2.7.1.1).</summary>
    private const int FrameHeader = 16;

    public static bool IsWebP(ReadOnlySpan<byte> file) =>
        file.Length >= Header && file.StartsWith("RIFF"u8) && file[8..Header].SequenceEqual("WEBP"u8);

    public static Luma? Read(ReadOnlySpan<byte> file, out QrUnreadable why)
    {
        why = QrUnreadable.BrokenImage;
        ReadOnlySpan<byte> alpha = [];
        for (var at = Header; at + 8 <= file.Length;)
        {
            // Type, length, data, a byte more when the length is odd (2.3).
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (length > file.Length - at - 8) return null;
            var type = file.Slice(at, 4);
            var data = file.Slice(at + 8, (int)length);
            if (type.SequenceEqual("VP8L"u8)) return LosslessReader.Read(data, out why);
            if (type.SequenceEqual("VP8 "u8)) return ReadLossy(data, alpha, out why);
            if (type.SequenceEqual("ALPH"u8)) alpha = data;
            // Into the first frame, past anything else: sizes, profiles, what cameras note.
            at += 8 + (type.SequenceEqual("ANMF"u8) ? FrameHeader : (int)length + (int)(length & 1));
        }
        return null;
    }

    private static Luma? ReadLossy(ReadOnlySpan<byte> data, ReadOnlySpan<byte> alpha, out QrUnreadable why)
    {
        if (LossyReader.Read(data, out why) is not { } luma) return null;
        return alpha.IsEmpty || WebPAlpha.Apply(alpha, luma) ? luma : null;
    }
}
