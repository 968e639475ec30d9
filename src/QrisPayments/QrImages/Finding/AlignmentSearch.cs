namespace QrisPayments.QrImages.Finding;

/// <summary>Finds alignment patterns (ISO/IEC 18004, 6.3.6): a dark module in a light ring in a dark ring, five by five.</summary>
internal static class AlignmentSearch
{
    /// <summary>Of the 25 modules; the rest may be dirt. By chance one place in 300,000 has so many.</summary>
    private const int Enough = 23;

    /// <summary>The centre nearest to where it is expected, or null.</summary>
    /// <param name="bits">The picture.</param>
    /// <param name="expected">Where it should be.</param>
    /// <param name="along">From one module to the next in its row.</param>
    /// <param name="down">From one module to the next in its column.</param>
    /// <param name="radius">How far off it may be, in modules.</param>
    /// <param name="work">What the search is counted on.</param>
    public static Spot? Find(BitGrid bits, Spot expected, Spot along, Spot down, float radius, WorkBound work)
    {
        var module = MathF.Sqrt(MathF.Abs(along.X * down.Y - along.Y * down.X));
        // A step of a third of a module passes over none; no step is shorter than a pixel.
        var step = Math.Max(1 / 3f, 1 / Math.Max(module, 0.5f));
        var reach = (int)(radius / step);
        work.Spend(25L * (2 * reach + 1) * (2 * reach + 1));
        var (best, score, nearest) = (expected, 0, float.MaxValue);
        for (var j = -reach; j <= reach; j++)
            for (var i = -reach; i <= reach; i++)
            {
                var place = expected + along * (i * step) + down * (j * step);
                var match = Match(bits, place, along, down, score);
                var distance = (float)(i * i + j * j);
                if (match > score || (match == score && distance < nearest)) (best, score, nearest) = (place, match, distance);
            }
        return score >= Enough ? Centre(bits, best, along, down, score) : null;
    }

    /// <summary>Many places match as well, all those within the middle module: their middle.</summary>
    private static Spot Centre(BitGrid bits, Spot best, Spot along, Spot down, int score)
    {
        var (sum, count) = (new Spot(0, 0), 0);
        for (var j = -4; j <= 4; j++)
            for (var i = -4; i <= 4; i++)
            {
                var place = best + along * (i * 0.2f) + down * (j * 0.2f);
                if (Match(bits, place, along, down, score) < score) continue;
                sum += place;
                count++;
            }
        return count == 0 ? best : sum * (1f / count);
    }

    private static int Match(BitGrid bits, Spot centre, Spot along, Spot down, int wanted)
    {
        var matching = 25;
        for (var j = -2; j <= 2; j++)
            for (var i = -2; i <= 2; i++)
            {
                var dark = Math.Max(Math.Abs(i), Math.Abs(j)) != 1;
                if (bits.IsDark(centre.X + along.X * i + down.X * j, centre.Y + along.Y * i + down.Y * j) != dark && --matching < wanted)
                    return matching;
            }
        return matching;
    }
}
