namespace QrisPayments.QrImages.Tests;

/// <summary>
/// Files that no camera writes; the benchmarks' command <c>images</c> reads many more of them than the tests have time for.
/// </summary>
internal static class ImageFuzz
{
    /// <summary>Real files with up to four bytes changed.</summary>
    public static IEnumerable<byte[]> Flipped(IReadOnlyList<byte[]> files, int rounds, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var file = files[random.Next(files.Count)].ToArray();
            // Half of them where the tables and sizes are.
            for (var flips = random.Next(1, 5); flips > 0; flips--)
                file[random.Next(random.Next(2) == 0 ? Math.Min(700, file.Length) : file.Length)] = (byte)random.Next(256);
            yield return file;
        }
    }

    /// <summary>Noise behind the first bytes of each format.</summary>
    public static IEnumerable<byte[]> Noise(int rounds, int seed)
    {
        var random = new Random(seed);
        byte[] webP = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8];
        byte[][] beginnings =
        [
            [0xFF, 0xD8, 0xFF], [.. "GIF89a"u8], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [.. "RIFF"u8], [],
            // 200 bytes each, of 64 × 64 pixels: noise in VP8's codes is a picture of noise.
            [.. webP, .. "VP8 "u8, 200, 0, 0, 0, 0x50, 0x06, 0, 0x9D, 0x01, 0x2A, 64, 0, 64, 0],
            [.. webP, .. "VP8L"u8, 200, 0, 0, 0, 0x2F, 0x3F, 0xC0, 0x0F, 0],
        ];
        for (var round = 0; round < rounds; round++)
        {
            var noise = new byte[random.Next(2_000)];
            random.NextBytes(noise);
            yield return [.. beginnings[round % beginnings.Length], .. noise];
        }
    }
}
