namespace QrisPayments.QrImages.Finding;

/// <summary>
/// Three finder patterns that may be one code's, as they lie: the corner, the one along its rows and the one down its columns.
/// </summary>
internal readonly record struct FinderTriple(Finder Corner, Finder Right, Finder Down)
{
    /// <summary>The triples that could be a code, the likeliest first.</summary>
    public static List<FinderTriple> Of(List<Finder> finders)
    {
        var triples = new List<(FinderTriple Triple, float Oddness)>();
        for (var i = 0; i < finders.Count; i++)
            for (var j = i + 1; j < finders.Count; j++)
                for (var k = j + 1; k < finders.Count; k++)
                    if (Arrange(finders[i], finders[j], finders[k]) is { } triple)
                        triples.Add(triple);
        return [.. triples.OrderBy(triple => triple.Oddness).Select(triple => triple.Triple)];
    }

    private static (FinderTriple, float)? Arrange(Finder a, Finder b, Finder c)
    {
        var module = (a.Module + b.Module + c.Module) / 3;
        var spread = Math.Max(a.Module, Math.Max(b.Module, c.Module)) / Math.Min(a.Module, Math.Min(b.Module, c.Module));
        if (spread > 2.5f) return null;

        // The corner is opposite the longest side, except in a very slanting view.
        var (ab, bc, ca) = (a.DistanceTo(b), b.DistanceTo(c), c.DistanceTo(a));
        var (corner, one, other) = bc >= ab && bc >= ca ? (a, b, c) : ca >= ab ? (b, a, c) : (c, a, b);
        var (first, second) = (corner.DistanceTo(one), corner.DistanceTo(other));
        // Centres are 14 modules apart in version 1 and 170 in version 40; a module measured along a row is up to √2 of its side.
        if (Math.Min(first, second) < 8 * module || Math.Max(first, second) > 190 * module) return null;
        var (dx1, dy1, dx2, dy2) = (one.X - corner.X, one.Y - corner.Y, other.X - corner.X, other.Y - corner.Y);
        var slant = MathF.Abs(dx1 * dx2 + dy1 * dy2) / (first * second);
        var legs = Math.Max(first, second) / Math.Min(first, second);
        if (slant > 0.7f || legs > 2.2f) return null;

        // Y grows downward: from the row's direction to the column's is a turn to the right.
        var triple = dx1 * dy2 - dy1 * dx2 > 0 ? new FinderTriple(corner, one, other) : new FinderTriple(corner, other, one);
        return (triple, slant + (legs - 1) + (spread - 1));
    }
}
