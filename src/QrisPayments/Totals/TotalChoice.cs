namespace QrisPayments.Totals;

/// <summary>Which unique totals to try for an amount. A pure decision over what the band of totals looks like.</summary>
/// <param name="Totals">In the order in which to try them; empty when all are held.</param>
/// <param name="NextFree">When the first held one becomes free.</param>
/// <param name="SomeUnderway">Others are free as well, but somebody is taking them at this moment.</param>
internal sealed record TotalChoice(IReadOnlyList<HeldTotal> Totals, DateTime NextFree, bool SomeUnderway = false)
{
    /// <summary>
    /// How many of the least recently used are drawn from. Drawing at random keeps neighbours from racing for one total;
    /// drawing from few keeps each total idle for as long as the band allows, so that late money finds its own attempt.
    /// </summary>
    public const int Pool = 32;

    /// <summary>Of a band in which nothing is new, by its least recently used that are free.</summary>
    public static TotalChoice Among(IEnumerable<HeldTotal> free, Random random)
    {
        var pool = free.ToArray();
        random.Shuffle(pool);
        return new TotalChoice(pool, DateTime.MaxValue);
    }

    /// <param name="amount">The base amount.</param>
    /// <param name="codeMin">The least code.</param>
    /// <param name="codeMax">The greatest code.</param>
    /// <param name="band">Every row between the two; what has none was never used.</param>
    /// <param name="now">A hold that ends now is over.</param>
    /// <param name="random">Chance.</param>
    /// <param name="isUnderway">Totals to leave to somebody else.</param>
    public static TotalChoice Of(
        long amount, int codeMin, int codeMax,
            IReadOnlyCollection<HeldTotal> band, DateTime now, Random random, Predicate<long>? isUnderway = null)
    {
        var someUnderway = false;
        var known = band.ToDictionary(row => row.Total);
        if (DrawUnused(amount, codeMin, codeMax, known, random, isUnderway) is { } unused)
            return new TotalChoice(unused, DateTime.MaxValue);
        var free = new List<HeldTotal>();
        var nextFree = DateTime.MaxValue;
        for (var code = codeMin; code <= codeMax; code++)
        {
            var isKnown = known.TryGetValue(amount + code, out var row);
            if (isKnown && row!.HeldUntil > now)
            {
                if (row.HeldUntil < nextFree) nextFree = row.HeldUntil;
            }
            else if (isUnderway?.Invoke(amount + code) == true)
            {
                someUnderway = true;
            }
            else
            {
                free.Add(row ?? new HeldTotal { Total = amount + code, TakenAt = DateTime.MinValue, HeldUntil = DateTime.MinValue });
            }
        }
        // Never used counts as used longest ago; among equals chance decides, also about who gets into the pool.
        var shuffled = free.ToArray();
        random.Shuffle(shuffled);
        var pool = shuffled.OrderBy(row => row.TakenAt).Take(Pool).ToArray();
        random.Shuffle(pool);
        return new TotalChoice(pool, nextFree, someUnderway);
    }

    /// <summary>
    /// A whole pool of totals that were never used, drawn at random; null when so few are left that drawing does not find enough. Sorting a
    /// band of a thousand would be the most expensive part of a create at a new price.
    /// </summary>
    private static List<HeldTotal>? DrawUnused(
        long amount, int codeMin, int codeMax, Dictionary<long, HeldTotal> known, Random random, Predicate<long>? isUnderway)
    {
        var pool = new List<HeldTotal>(Pool);
        var drawn = new HashSet<long>();
        for (var draw = 0; draw < 4 * Pool && pool.Count < Pool; draw++)
        {
            var total = amount + random.Next(codeMin, codeMax + 1);
            if (!known.ContainsKey(total) && isUnderway?.Invoke(total) != true && drawn.Add(total))
                pool.Add(new HeldTotal { Total = total, TakenAt = DateTime.MinValue, HeldUntil = DateTime.MinValue });
        }
        return pool.Count == Pool ? pool : null;
    }
}
