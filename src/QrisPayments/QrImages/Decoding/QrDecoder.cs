using QrisPayments.Plugins;
using QrisPayments.QrImages.Finding;

namespace QrisPayments.QrImages.Decoding;

/// <summary>From a code's modules to its text.</summary>
internal static class QrDecoder
{
    /// <summary>
    /// The text, or why there is none. A mirrored code, as one on a window from inside, has rows for columns (ISO/IEC 18004, 6.2).
    /// </summary>
    public static QrReading Decode(BitGrid code, int version)
    {
        var straight = DecodeStraight(code, version);
        if (straight is QrReading.Found) return straight;
        var mirrored = DecodeStraight(code.Transposed(), version);
        return mirrored is QrReading.Found || straight is QrReading.None { Why: QrUnreadable.NoCode } ? mirrored : straight;
    }

    private static QrReading DecodeStraight(BitGrid code, int version)
    {
        var why = QrUnreadable.NoCode;
        foreach (var format in QrFormat.Read(code))
        {
            why = QrUnreadable.DamagedCode;
            var codewords = QrCodewords.Read(code, version, format.Mask);
            if (QrBlocks.Restore(codewords, version, format.Level) is not { } data) continue;
            return QrSegments.Read(data, version) is { } text ? new QrReading.Found(text) : new QrReading.None(QrUnreadable.OtherCode);
        }
        return new QrReading.None(why);
    }
}
