using FsCheck;
using FsCheck.Fluent;
using QRCoder;
using QrisPayments.Codec;
using QrisPayments.Plugins;
using QrisPayments.QrImages.Decoding;
using QrisPayments.QrImages.Finding;
using static QRCoder.QRCodeGenerator;

namespace QrisPayments.Tests.QrImages;

/// <summary>Codes that another library draws.</summary>
public sealed class QrCodeTests
{
    private static readonly ECCLevel[] Levels = [ECCLevel.L, ECCLevel.M, ECCLevel.Q, ECCLevel.H];

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_version_and_level_is_read(int version)
    {
        var random = new Random(version);
        foreach (var level in Levels)
            // Few characters, then about as many as the smallest level holds, as digits, as letters and as bytes.
            foreach (var (pool, forceUtf8) in ((string, bool)[])[("0123456789", false),
                ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", false), ("aé雅☕ 0Z", true)])
            {
                var room = QrVersion.Blocks(version, (QrLevel)level) * 2 + 1;
                var text = string.Concat(Enumerable.Range(0, room).Select(_ => pool[random.Next(pool.Length)]));
                using var code = Create(text, level, version, forceUtf8);
                // The more modules, the less there is to learn from large ones.
                Assert.Equal(text, QrFiles.Read(Draw(code, 1 + random.Next(version <= 10 ? 4 : 2))));
            }
    }

    [Fact]
    public void Random_payloads_are_read_as_they_were_drawn() =>
        Prop.ForAll(
            (from name in Gen.Choose(1, 25)
                .SelectMany(length => Gen.ArrayOf(Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789.&'-abcxyz/".ToCharArray()), length))
             from amount in Gen.Choose(1, 10_000_000)
             from pan in Gen.Choose(1, int.MaxValue)
             from level in Gen.Elements(Levels)
             from pixels in Gen.Choose(1, 6)
             select (Name: ("W" + new string(name)[1..]).Replace("  ", " ", StringComparison.Ordinal).TrimEnd(), amount, pan, level,
                 pixels)).ToArbitrary(),
            made =>
            {
                var payload = Assert.IsType<QrisBuild.Built>(QrisBuilder.Build(new QrisDraft
                {
                    IsDynamic = true, Amount = made.amount, MerchantName = made.Name, MerchantCity = "JAKARTA", PostalCode = "10110",
                    CategoryCode = "5812",
                    Acquirers = [new QrisAcquirer
                    {
                        GlobalId = "ID.CO.CONTOH.WWW", Pan = $"93600014{made.pan:0000000000}", MerchantId = "000000000000018",
                        Criteria = "UMI"
                    }], Nmid = "ID0000000000018", NmidCriteria = "UMI",
                })).Payload;
                using var code = Create(payload, made.level);
                Assert.Equal(payload, QrFiles.Read(Draw(code, made.pixels)));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Kopi ☕ 雅", EciMode.Utf8)]
    [InlineData("Café Ñandú", EciMode.Iso8859_1)]
    public void Named_encodings_are_heeded(string text, EciMode eci)
    {
        using var generator = new QRCodeGenerator();
        Assert.Equal(text, QrFiles.Read(Draw(generator.CreateQrCode(text, ECCLevel.M, forceUtf8: eci == EciMode.Utf8, eciMode: eci), 3)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void As_many_wrong_codewords_are_mended_as_the_standard_says_and_no_more_are_made_up(int version)
    {
        var random = new Random(version);
        foreach (var level in Levels)
        {
            using var code = Create("QRIS", level, version);
            var grid = Grid(code);
            var format = Assert.Single(QrFormat.Read(grid));
            Assert.Equal((QrLevel)level, format.Level);
            var codewords = QrCodewords.Read(grid, version, format.Mask);
            var whole = QrBlocks.Restore(codewords, version, format.Level)!;
            var blocks = QrVersion.Blocks(version, format.Level);
            var mendable = QrVersion.Correctable(version, format.Level);

            // In every block data and check codewords; both interleave, so that a row of as many as there are blocks hits each once.
            var rows = Enumerable.Range(0, whole.Length / blocks).Select(row => row * blocks)
                .Concat(Enumerable.Range(0, QrVersion.CheckwordsPerBlock(version, format.Level)).Select(row => whole.Length + row * blocks))
                .ToArray();
            random.Shuffle(rows);
            for (var row = 0; row <= mendable; row++)
            {
                if (row == mendable) Assert.Equal(whole, QrBlocks.Restore(codewords, version, format.Level));
                // One more is too much for one block, and by that for all.
                for (var block = 0; block < (row == mendable ? 1 : blocks); block++)
                    codewords[rows[row] + block] ^= (byte)random.Next(1, 256);
            }
            Assert.NotEqual(whole, QrBlocks.Restore(codewords, version, format.Level));
        }
    }

    [Fact]
    public void Three_wrong_bits_of_either_copy_of_the_format_are_mended()
    {
        var random = new Random(5);
        foreach (var level in Levels)
        {
            using var code = Create(QrFiles.Payload, level);
            for (var round = 0; round < 50; round++)
            {
                var grid = Grid(code);
                var side = grid.Width;
                // One copy may be gone altogether.
                for (var i = side - 8; i < side; i++)
                    (grid[i, 8], grid[8, i]) = (random.Next(2) == 0, i > side - 8 ? random.Next(2) == 0 : grid[8, i]);
                foreach (var x in Enumerable.Range(0, 6).OrderBy(_ => random.Next()).Take(3)) grid[x, 8] = !grid[x, 8];
                Assert.IsType<QrReading.Found>(QrDecoder.Decode(grid, (side - 17) / 4));
            }
        }
    }

    [Fact]
    public void A_mirrored_code_is_read()
    {
        using var code = Create(QrFiles.Payload, ECCLevel.M);
        var grid = Grid(code);
        Assert.Equal(new QrReading.Found(QrFiles.Payload), QrDecoder.Decode(grid.Transposed(), (grid.Width - 17) / 4));
    }

    private static QRCodeData Create(string text, ECCLevel level, int version = -1, bool forceUtf8 = false)
    {
        using var generator = new QRCodeGenerator();
        return generator.CreateQrCode(text, level, forceUtf8, requestedVersion: version);
    }

    private static byte[] Draw(QRCodeData code, int pixels)
    {
        using var drawing = new PngByteQRCode(code);
        return drawing.GetGraphic(pixels);
    }

    /// <summary>The modules without the quiet zone of four around them.</summary>
    private static BitGrid Grid(QRCodeData code)
    {
        var side = code.ModuleMatrix.Count - 8;
        var grid = new BitGrid(side, side);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                grid[x, y] = code.ModuleMatrix[y + 4][x + 4];
        return grid;
    }
}
