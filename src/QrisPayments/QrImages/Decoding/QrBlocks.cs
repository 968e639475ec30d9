namespace QrisPayments.QrImages.Decoding;

/// <summary>Takes the interleaved blocks apart and mends them (ISO/IEC 18004, 7.5 and 7.6).</summary>
internal static class QrBlocks
{
    /// <summary>The data codewords in their order; null when a block has more wrong ones than can be mended.</summary>
    public static byte[]? Restore(ReadOnlySpan<byte> codewords, int version, QrLevel level)
    {
        var blocks = QrVersion.Blocks(version, level);
        var checkwords = QrVersion.CheckwordsPerBlock(version, level);
        // The first blocks are one data codeword shorter than the rest where the total does not divide.
        var shortData = codewords.Length / blocks - checkwords;
        var longer = codewords.Length % blocks;
        var firstLong = blocks - longer;

        var data = new byte[codewords.Length - blocks * checkwords];
        Span<byte> block = stackalloc byte[shortData + 1 + checkwords];
        var written = 0;
        for (var number = 0; number < blocks; number++)
        {
            var length = shortData + (number >= firstLong ? 1 : 0);
            for (var i = 0; i < shortData; i++) block[i] = codewords[i * blocks + number];
            if (length > shortData) block[shortData] = codewords[shortData * blocks + number - firstLong];
            for (var i = 0; i < checkwords; i++) block[length + i] = codewords[data.Length + i * blocks + number];
            if (!ReedSolomon.TryCorrect(block[..(length + checkwords)], checkwords, QrVersion.Correctable(version, level))) return null;
            block[..length].CopyTo(data.AsSpan(written));
            written += length;
        }
        return data;
    }
}
