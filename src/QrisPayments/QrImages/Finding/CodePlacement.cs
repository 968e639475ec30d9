using QrisPayments.QrImages.Decoding;

namespace QrisPayments.QrImages.Finding;

/// <summary>Where a code of one version lies, given its three finder patterns (ISO/IEC 18004, 11 steps f to i).</summary>
internal sealed class CodePlacement(BitGrid bits, FinderTriple triple, int version, WorkBound work)
{
    private readonly int _side = QrVersion.Side(version);
    private Perspective? _flat;

    /// <summary>The modules as a flat code has them; null when the three finders lie in a line.</summary>
    public BitGrid? Flat()
    {
        var (corner, right, down) = (SpotOf(triple.Corner), SpotOf(triple.Right), SpotOf(triple.Down));
        // Seen straight, the fourth corner makes a parallelogram; the alignment pattern near it says how slanting the view is.
        _flat = FromCorners(_side - 3.5f, right + down - corner);
        if (version > 1 && FromCorners(_side - 3.5f, Slanting(corner, right, down)) is { } guess)
        {
            var centre = _side - 6.5f;
            var expected = guess.At(centre, centre);
            foreach (var radius in (ReadOnlySpan<float>)[3, 8, 16])
            {
                if (AlignmentSearch.Find(bits, expected, guess.At(centre + 1, centre) - expected, guess.At(centre, centre + 1) - expected,
                    radius, work) is not { } found)
                    continue;
                _flat = FromCorners(centre, found);
                break;
            }
        }
        return _flat is null ? null : Sample(_flat.At);

        Perspective? FromCorners(float fourth, Spot place) => Perspective.Between(
            [new(3.5f, 3.5f), new(_side - 3.5f, 3.5f), new(3.5f, _side - 3.5f), new(fourth, fourth)],
            [corner, right, down, place]);
    }

    /// <summary>
    /// The fourth corner as the finders foretell it: what is further away is smaller. A module's width along a line goes as 1/w²,
    /// and in homogeneous coordinates (wx, wy, w) the fourth corner makes a parallelogram with the others from any view.
    /// </summary>
    private Spot Slanting(Spot corner, Spot right, Spot down)
    {
        var toRight = MathF.Sqrt(
            SizeEstimate.Module(bits, triple.Corner, triple.Right) / SizeEstimate.Module(bits, triple.Right, triple.Corner));
        var toDown = MathF.Sqrt(
            SizeEstimate.Module(bits, triple.Corner, triple.Down) / SizeEstimate.Module(bits, triple.Down, triple.Corner));
        return (right * toRight + down * toDown - corner) * (1 / Math.Max(toRight + toDown - 1, 0.3f));
    }

    /// <summary>
    /// The modules of a code on a cup or a crumpled bill: all alignment patterns say where the modules around them are. Null where there
    /// are no more of them.
    /// </summary>
    public BitGrid? Bent()
    {
        var centres = QrVersion.Alignments(version);
        if (_flat is not { } flat || centres.Length < 3) return null;
        var knots = new Spot[centres.Length, centres.Length];
        for (var row = 0; row < centres.Length; row++)
            for (var column = 0; column < centres.Length; column++)
            {
                float x = centres[column] + 0.5f, y = centres[row] + 0.5f;
                var expected = flat.At(x, y);
                knots[row, column] = expected;
                if (QrCodewords.IsFinder(centres[column], centres[row], _side)) continue;
                // What the neighbours above and to the left were off by, this one will be as well.
                var drift = new Spot(0, 0);
                if (column > 0) drift += knots[row, column - 1] - flat.At(centres[column - 1] + 0.5f, y);
                if (row > 0) drift += knots[row - 1, column] - flat.At(x, centres[row - 1] + 0.5f);
                if (column > 0 && row > 0) drift *= 0.5f;
                knots[row, column] = AlignmentSearch.Find(bits, expected + drift, flat.At(x + 1, y) - expected,
                    flat.At(x, y + 1) - expected, 4, work) ?? expected + drift;
            }
        return Sample((x, y) => Between(knots, centres, x, y));
    }

    /// <summary>A place between four knots; beyond the outer ones their cells go on.</summary>
    private static Spot Between(Spot[,] knots, int[] centres, float x, float y)
    {
        var (column, row) = (0, 0);
        while (column < centres.Length - 2 && x > centres[column + 1] + 0.5f) column++;
        while (row < centres.Length - 2 && y > centres[row + 1] + 0.5f) row++;
        var across = (x - centres[column] - 0.5f) / (centres[column + 1] - centres[column]);
        var along = (y - centres[row] - 0.5f) / (centres[row + 1] - centres[row]);
        var above = knots[row, column] * (1 - across) + knots[row, column + 1] * across;
        var below = knots[row + 1, column] * (1 - across) + knots[row + 1, column + 1] * across;
        return above * (1 - along) + below * along;
    }

    private BitGrid Sample(Func<float, float, Spot> place)
    {
        work.Spend(5L * _side * _side);
        return GridSampler.Sample(bits, _side, place);
    }

    private static Spot SpotOf(Finder finder) => new(finder.X, finder.Y);
}
