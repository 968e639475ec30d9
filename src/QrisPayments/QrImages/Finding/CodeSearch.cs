using QrisPayments.Plugins;
using QrisPayments.QrImages.Decoding;

namespace QrisPayments.QrImages.Finding;

/// <summary>Finds and reads one code in a picture of black and white.</summary>
internal static class CodeSearch
{
    private const int MaxTriples = 30;

    /// <summary>What is no code has about half of its timing right; a dirty one has more than this.</summary>
    private const float MinTiming = 0.68f;

    public static QrReading Read(BitGrid bits, WorkBound work)
    {
        QrReading result = new QrReading.None(QrUnreadable.NoCode);
        foreach (var triple in FinderTriple.Of(new FinderSearch(bits, work).Find()).Take(MaxTriples))
            foreach (var version in SizeEstimate.Versions(bits, triple))
            {
                if (work.IsSpent) return result;
                var reading = Read(new CodePlacement(bits, triple, version, work), version, work);
                if (reading is QrReading.Found) return reading;
                if (reading is QrReading.None { Why: not QrUnreadable.NoCode }) result = reading;
            }
        return result;
    }

    private static QrReading Read(CodePlacement placement, int version, WorkBound work)
    {
        QrReading result = new QrReading.None(QrUnreadable.NoCode);
        foreach (var sample in (Func<BitGrid?>[])[placement.Flat, placement.Bent])
        {
            if (sample() is not { } code || GridSampler.Timing(code) < MinTiming) continue;
            // Masks, blocks and their mending, straight and mirrored.
            work.Spend(100L * code.Width * code.Width);
            var reading = QrDecoder.Decode(code, version);
            if (reading is QrReading.Found) return reading;
            if (reading is QrReading.None { Why: not QrUnreadable.NoCode }) result = reading;
        }
        return result;
    }
}
