namespace QrisPayments.QrImages.Finding;

/// <summary>The centre of what looks like a finder pattern, the width of its modules, and by how many rows it was found.</summary>
internal readonly record struct Finder(float X, float Y, float Module, int Hits)
{
    /// <summary>Found by how many of the rows that cross its centre, about; small accidents are found by few.</summary>
    public float Certainty(int step) => Math.Min(1f, Hits * step / (3 * Module));

    public float DistanceTo(Finder other) => MathF.Sqrt((X - other.X) * (X - other.X) + (Y - other.Y) * (Y - other.Y));
}

/// <summary>
/// Finds dark : light : dark : light : dark of 1 : 1 : 3 : 1 : 1 (ISO/IEC 18004, 6.3.3 and 11 step b), which any line through
/// the centre of a finder pattern sees, however the code is turned.
/// </summary>
internal sealed class FinderSearch(BitGrid bits, WorkBound work)
{
    private const int MaxCentres = 400;
    private const int Best = 20;

    private readonly List<Finder> _found = [];

    public List<Finder> Find()
    {
        // A finder pattern of a picture that is worth reading has more rows than this.
        var step = Math.Max(1, bits.Height / 1200);
        for (var y = step / 2; y < bits.Height && !work.IsSpent; y += step) SearchRow(y);
        return [.. _found.OrderByDescending(finder => finder.Certainty(step)).ThenByDescending(finder => finder.Hits).Take(Best)];
    }

    private void SearchRow(int y)
    {
        var row = bits.Row(y);
        work.Spend(row.Length);
        Span<int> runs = stackalloc int[5];
        runs.Clear();
        for (var x = 0; x < row.Length;)
        {
            var (dark, start) = (row[x], x);
            while (x < row.Length && row[x] == dark) x++;
            runs[1..].CopyTo(runs);
            runs[4] = x - start;
            if (!dark) continue;
            work.Spend(4);
            if (IsFinder(runs)) Check(x - runs[4] - runs[3] - runs[2] / 2f, y, runs[0] + runs[1] + runs[2] + runs[3] + runs[4]);
        }
    }

    private void Check(float x, int y, int width)
    {
        if (Across((int)x, y, 0, 1, width) is not { } down) return;
        var centreY = y + down.Shift;
        if (Across((int)x, (int)centreY, 1, 0, width) is not { } along) return;
        var centreX = (int)x + along.Shift;
        // Letters and bar codes pass as far as this; a diagonal tells them from squares in squares.
        if (Across((int)centreX, (int)centreY, 1, 1, width) is null || Across((int)centreX, (int)centreY, 1, -1, width) is null) return;
        if (down.Length > 2 * along.Length || along.Length > 2 * down.Length) return;
        Remember(new Finder(centreX, centreY, (down.Length + along.Length) / 14f, 1));
    }

    private void Remember(Finder finder)
    {
        work.Spend(_found.Count);
        for (var i = 0; i < _found.Count; i++)
        {
            var known = _found[i];
            if (known.DistanceTo(finder) > known.Module * 2 || finder.Module > known.Module * 1.5f || known.Module > finder.Module * 1.5f)
                continue;
            var hits = known.Hits + 1;
            _found[i] = new Finder(known.X + (finder.X - known.X) / hits, known.Y + (finder.Y - known.Y) / hits,
                known.Module + (finder.Module - known.Module) / hits, hits);
            return;
        }
        if (_found.Count < MaxCentres) _found.Add(finder);
    }

    /// <summary>
    /// The pattern's length in steps along a line through a point, and how far its middle is from there; null when it is none.
    /// </summary>
    private (float Shift, int Length)? Across(int x, int y, int stepX, int stepY, int width)
    {
        Span<int> runs = stackalloc int[5];
        runs.Clear();
        if (x < 0 || y < 0 || x >= bits.Width || y >= bits.Height || !bits[x, y]) return null;
        // From the centre out, first back, then forth; no part of the pattern is longer than it is wide.
        var back = Walk(x, y, -stepX, -stepY, width, runs[..3], 2, -1);
        var forth = Walk(x + stepX, y + stepY, stepX, stepY, width, runs[2..], 0, 1);
        work.Spend(back + forth);
        return IsFinder(runs) ? ((forth - runs[4] - runs[3] + 1 - (back - runs[0] - runs[1])) / 2f + 0.5f, back + forth) : null;
    }

    private int Walk(int x, int y, int stepX, int stepY, int longest, Span<int> runs, int at, int next)
    {
        var steps = 0;
        var dark = true;
        for (; x >= 0 && y >= 0 && x < bits.Width && y < bits.Height; x += stepX, y += stepY)
        {
            if (bits[x, y] != dark)
            {
                dark = !dark;
                at += next;
                if (at < 0 || at > 2) break;
            }
            if (++runs[at] > longest) break;
            steps++;
        }
        return steps;
    }

    /// <summary>Blots and fuzzy edges shift each part by up to a good half of a module.</summary>
    private static bool IsFinder(ReadOnlySpan<int> runs)
    {
        var total = 0;
        foreach (var run in runs)
        {
            if (run == 0) return false;
            total += run;
        }
        if (total < 7) return false;
        var module = total / 7f;
        var slack = module * 0.6f;
        return MathF.Abs(runs[0] - module) < slack && MathF.Abs(runs[1] - module) < slack && MathF.Abs(runs[2] - 3 * module) < 2 * slack
            && MathF.Abs(runs[3] - module) < slack && MathF.Abs(runs[4] - module) < slack;
    }
}
