using System.Diagnostics;
using QrisPayments.Plugins;
using QrisPayments.QrImages.Pictures;

namespace QrisPayments.Tests.QrImages;

/// <summary>WebP made to break readers: what its chunks' lengths do not catch.</summary>
public sealed class HostileWebPTests
{
    public static TheoryData<string> Names => WebPTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_chunk_that_is_cut_off_anywhere_is_answered_whatever_its_length_says(string name)
    {
        var chunks = WebPWriter.Chunks(WebPTests.Same(name + ".webp"));
        for (var chunk = 0; chunk < chunks.Count; chunk++)
        {
            if (chunks[chunk].Type == "VP8X") continue;
            var whole = chunks[chunk].Data;
            // Every place in what describes the pixels, then about a hundred more, and the end.
            for (var length = 0; length < whole.Length; length += length < 300 || length > whole.Length - 8
                ? 1
                : Math.Min(whole.Length / 100 + 1, whole.Length - 7 - length))
            {
                chunks[chunk] = (chunks[chunk].Type, whole[..length]);
                var luma = PictureReader.Read(WebPWriter.File([.. chunks]), out var why);
                // The last bytes may only fill up, and alpha of none is none.
                Assert.True(luma is null
                    ? why == QrUnreadable.BrokenImage
                    : length >= whole.Length - 4 || (length == 0 && chunks[chunk].Type == "ALPH"),
                        $"{chunks[chunk].Type}: {length} of {whole.Length}: {why}");
            }
            chunks[chunk] = (chunks[chunk].Type, whole);
        }
    }

    [Fact]
    public void Flipped_bytes_are_answered()
    {
        var files = WebPTests.All.Select(name => WebPTests.Same(name + ".webp")).ToList();
        var answers = ImageFuzz.Flipped(files, 2_000, 20260203)
            .GroupBy(file => PictureReader.Read(file, out var why) is null ? why.ToString() : "read")
            .ToDictionary(group => group.Key, group => group.Count());
        // Sizes are flipped, too, and lossy bits are always some picture; lossless ones seldom.
        Assert.True(answers["read"] > 200 && answers["BrokenImage"] > 200 && answers["TooLarge"] > 5, string.Join(", ", answers));
    }

    [Theory]
    [InlineData("VP8L", 0, 0x2E)]
    [InlineData("VP8L", 4, 0x20)]
    [InlineData("VP8 ", 0, 0x01)]
    [InlineData("VP8 ", 0, 0x08)]
    [InlineData("VP8 ", 0, 0x10)]
    [InlineData("VP8 ", 2, 0xFF)]
    [InlineData("VP8 ", 3, 0x01)]
    [InlineData("ALPH", 0, 0x02)]
    public void A_header_that_no_reader_knows_is_refused(string type, int at, byte flips)
    {
        var chunks = WebPWriter.Chunks(type == "VP8L" ? QrFiles.Bytes("lossless-palette.webp") : QrFiles.Bytes("lossy-see-through.webp"));
        Assert.Equal(QrFiles.Payload, QrFiles.Read(WebPWriter.File([.. chunks])));
        chunks.Single(chunk => chunk.Type == type).Data[at] ^= flips;
        Assert.Equal("BrokenImage", QrFiles.Read(WebPWriter.File([.. chunks])));
    }

    [Theory]
    [InlineData(8193, 1, "TooLarge")]
    [InlineData(16383, 16383, "TooLarge")]
    [InlineData(0, 5, "BrokenImage")]
    [InlineData(4096, 4096, "BrokenImage")]
    public void A_size_is_checked_before_it_is_believed(int width, int height, string why)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(why, QrFiles.Read(
            WebPWriter.File(("VP8 ",
                [0x10, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), .. new byte[20]]))));
        if (width > 0) Assert.Equal(why, QrFiles.Read(WebPWriter.Lossless(width, height).ToFile()));
        // Of a size that is allowed the pictures themselves are made, and what of a lossless one is kept.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 45_000_000);
    }

    [Fact]
    public void The_largest_picture_in_a_few_bytes_takes_no_more_than_any_other()
    {
        var writer = WebPWriter.Lossless(4096, 4096);
        // Each transform but the palette, and a group for each block of four by four: as much as can be asked for in one colour.
        writer.Put(1, 1).Put(0, 2).Put(0, 3).Put(0, 1).PutColour(255, 0, 13, 0);
        writer.Put(1, 1).Put(1, 2).Put(0, 3).Put(0, 1).PutColour(255, 1, 2, 3);
        writer.Put(1, 1).Put(2, 2).Put(0, 1).Put(0, 1);
        writer.Put(1, 1).Put(0, 3).Put(0, 1).PutColour(0, 0, 0, 0).PutColour(0, 7, 7, 7);
        var file = writer.ToFile();
        Assert.InRange(file.Length, 40, 120);
        var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        Assert.NotNull(PictureReader.Read(file, out _));
        // 16 MB for the picture, 4 MB for each image of blocks, and for each the pixels that a copy may reach while it is read.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 52_000_000);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(2000, "NoCode")]
    [InlineData(6000, "BrokenImage")]
    [InlineData(60_000, "BrokenImage")]
    public void Codes_that_cost_a_few_bits_each_and_hold_hundreds_of_symbols_are_counted(int groups, string answer)
    {
        var writer = WebPWriter.Lossless(64, 64);
        // Blocks of 4 × 4, of which all use the last group.
        writer.Put(0, 1).Put(0, 1).Put(1, 1).Put(0, 3).Put(0, 1).PutColour(0, (groups - 1) >> 8, (groups - 1) & 255, 0);
        for (var group = 1; group < groups; group++) writer.PutSymbol(0).PutBytes().PutBytes().PutBytes().PutSymbol(0);
        var file = writer.PutColour(0, 0, 0, 0).ToFile();
        Assert.InRange(file.Length, 1, PictureReader.LargestFile * 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(answer, QrFiles.Read(file.AsSpan(0, Math.Min(file.Length, PictureReader.LargestFile))));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Frames_in_frames_take_no_stack()
    {
        const int Deep = 40_000;
        var picture = WebPWriter.Chunk("VP8L", WebPWriter.Chunks(QrFiles.Bytes("lossless-palette.webp")).Single().Data);
        var file = new MemoryStream();
        file.Write([.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8]);
        // Each holds the rest of the file.
        for (var frame = 0; frame < Deep; frame++)
            file.Write([.. "ANMF"u8, .. BitConverter.GetBytes(24 * (Deep - frame) - 8 + picture.Length), .. new byte[16]]);
        Assert.Equal("BrokenImage", QrFiles.Read(file.ToArray()));
        file.Write(picture);
        Assert.Equal(QrFiles.Payload, QrFiles.Read(file.ToArray()));
    }
}
