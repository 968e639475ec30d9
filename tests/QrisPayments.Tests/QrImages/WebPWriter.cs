using System.Buffers.Binary;
using System.Text;

namespace QrisPayments.Tests.QrImages;

/// <summary>Puts WebP's chunks together and takes them apart, and writes lossless bits by the standard's text alone.</summary>
internal sealed class WebPWriter
{
    private readonly List<byte> _bytes = [];
    private ulong _held;
    private int _count;

    public static byte[] File(params (string Type, byte[] Data)[] chunks) =>
        [.. "RIFF"u8, .. Number(4 + chunks.Sum(chunk => Chunk(chunk.Type, chunk.Data).Length)), .. "WEBP"u8,
            .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Data))];

    public static byte[] Chunk(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. Number(data.Length), .. data, .. new byte[data.Length & 1]];

    /// <summary>The chunks of a file that holds no frames.</summary>
    public static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 12; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            chunks.Add((Encoding.ASCII.GetString(file, at, 4), file[(at + 8)..(at + 8 + length)]));
            at += 8 + length + (length & 1);
        }
        return chunks;
    }

    /// <summary>A lossless picture's header; transforms and pixels are to follow.</summary>
    public static WebPWriter Lossless(int width, int height)
    {
        var writer = new WebPWriter();
        writer.Put(0x2F, 8).Put(width - 1, 14).Put(height - 1, 14).Put(0, 1).Put(0, 3);
        return writer;
    }

    public WebPWriter Put(int value, int bits)
    {
        _held |= (ulong)value << _count;
        for (_count += bits; _count >= 8; _count -= 8, _held >>= 8) _bytes.Add((byte)_held);
        return this;
    }

    /// <summary>Codes that say but one symbol each, in no bits: an image of one colour.</summary>
    public WebPWriter PutColour(int alpha, int red, int green, int blue)
    {
        foreach (var symbol in (int[])[green, red, blue, alpha, 0]) PutSymbol(symbol);
        return this;
    }

    /// <summary>A simple code of one symbol of eight bits.</summary>
    public WebPWriter PutSymbol(int symbol) => Put(1, 1).Put(0, 1).Put(1, 1).Put(symbol, 8);

    /// <summary>A code of 256 symbols of eight bits, in 42 bits: all lengths are 8, and the lengths' own code has only that.</summary>
    public WebPWriter PutBytes()
    {
        Put(0, 1).Put(8, 4);
        for (var i = 0; i < 12; i++) Put(i == 11 ? 1 : 0, 3);
        return Put(0, 1);
    }

    public byte[] ToFile()
    {
        Put(0, 7);
        return File(("VP8L", [.. _bytes]));
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
