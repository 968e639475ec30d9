namespace QrisPayments.QrImages.Finding;

/// <summary>A place in a picture, or among a code's modules.</summary>
internal readonly record struct Spot(float X, float Y)
{
    public static Spot operator +(Spot a, Spot b) => new(a.X + b.X, a.Y + b.Y);

    public static Spot operator -(Spot a, Spot b) => new(a.X - b.X, a.Y - b.Y);

    public static Spot operator *(Spot spot, float factor) => new(spot.X * factor, spot.Y * factor);
}

/// <summary>
/// Where a flat code's modules are in a picture that was taken from anywhere: x' = (ax+by+c)/(gx+hy+1), y' = (dx+ey+f)/(gx+hy+1).
/// </summary>
internal sealed class Perspective
{
    private readonly double[] _factors;

    private Perspective(double[] factors) => _factors = factors;

    /// <summary>The one that takes four places to four others; null when three of them lie in a line.</summary>
    public static Perspective? Between(ReadOnlySpan<Spot> from, ReadOnlySpan<Spot> to)
    {
        // Eight unknowns, two equations for each place; solved by elimination with the largest pivot.
        var rows = new double[8][];
        for (var i = 0; i < 4; i++)
        {
            double x = from[i].X, y = from[i].Y, u = to[i].X, v = to[i].Y;
            rows[2 * i] = [x, y, 1, 0, 0, 0, -u * x, -u * y, u];
            rows[2 * i + 1] = [0, 0, 0, x, y, 1, -v * x, -v * y, v];
        }
        for (var column = 0; column < 8; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < 8; row++)
                if (Math.Abs(rows[row][column]) > Math.Abs(rows[pivot][column])) pivot = row;
            (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
            if (Math.Abs(rows[column][column]) < 1e-9) return null;
            for (var row = 0; row < 8; row++)
            {
                if (row == column) continue;
                var factor = rows[row][column] / rows[column][column];
                for (var i = column; i < 9; i++) rows[row][i] -= factor * rows[column][i];
            }
        }
        var factors = new double[8];
        for (var i = 0; i < 8; i++) factors[i] = rows[i][8] / rows[i][i];
        return new Perspective(factors);
    }

    public Spot At(float x, float y)
    {
        var scale = _factors[6] * x + _factors[7] * y + 1;
        return new((float)((_factors[0] * x + _factors[1] * y + _factors[2]) / scale),
            (float)((_factors[3] * x + _factors[4] * y + _factors[5]) / scale));
    }
}
