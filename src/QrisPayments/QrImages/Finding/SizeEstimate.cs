using QrisPayments.QrImages.Decoding;

namespace QrisPayments.QrImages.Finding;

/// <summary>
/// How large a code is, from the distance of its finder patterns and the width of their modules (ISO/IEC 18004, 11 steps c to e).
/// </summary>
internal static class SizeEstimate
{
    /// <summary>The versions that it may have, the likeliest first.</summary>
    public static List<int> Versions(BitGrid bits, FinderTriple triple)
    {
        var (corner, right, down) = triple;
        // In perspective a module's width goes as 1/w² along a line, w being linear; the mean over the line is the ends' geometric one.
        var across = corner.DistanceTo(right) / MathF.Sqrt(Module(bits, corner, right) * Module(bits, right, corner));
        var along = corner.DistanceTo(down) / MathF.Sqrt(Module(bits, corner, down) * Module(bits, down, corner));
        // The centres are 3½ modules from the edges.
        var exact = ((across + along) / 2 + 7 - 17) / 4;
        var version = (int)Math.Clamp(MathF.Round(exact), 1, QrVersion.Largest);
        List<int> versions = [version];
        if (version >= QrVersionInfo.First - 1)
            // What the code says of itself beside one finder, or beside the other, or with rows for columns in a mirrored one.
            foreach (var (from, to, other) in ((Finder, Finder, Finder)[])[(corner, right, down), (corner, down, right)])
                if (Stated(bits, from, to, other, QrVersion.Side(version)) is { } stated) versions.Insert(0, stated);
        var step = exact > version ? 1 : -1;
        versions.AddRange([version + step, version - step, version + 2 * step, version - 2 * step]);
        return [.. versions.Where(candidate => candidate is >= 1 and <= QrVersion.Largest).Distinct()];
    }

    /// <summary>The width of a finder's modules along the line to another.</summary>
    public static float Module(BitGrid bits, Finder from, Finder to)
    {
        var direction = new Spot(to.X - from.X, to.Y - from.Y) * (1 / from.DistanceTo(to));
        var limit = from.DistanceTo(to);
        var (forth, back) = (HalfWidth(bits, from, direction, limit), HalfWidth(bits, from, direction * -1, limit));
        return (forth ?? back) + (back ?? forth) is { } width ? width / 7 : from.Module;
    }

    /// <summary>From a finder's centre to its outer edge: dark, light, dark.</summary>
    private static float? HalfWidth(BitGrid bits, Finder finder, Spot direction, float limit)
    {
        var (changes, dark) = (0, true);
        for (var distance = 0f; distance < limit; distance += 0.5f)
        {
            if (bits.IsDark(finder.X + direction.X * distance, finder.Y + direction.Y * distance) == dark) continue;
            dark = !dark;
            if (++changes == 3) return distance - 0.25f;
        }
        return null;
    }

    /// <summary>
    /// Reads the version's block beside the second finder (7.10): six rows of three, nine to eleven modules before the code's end.
    /// </summary>
    private static int? Stated(BitGrid bits, Finder corner, Finder end, Finder other, int side)
    {
        var along = new Spot(end.X - corner.X, end.Y - corner.Y) * (1f / (side - 7));
        var down = new Spot(other.X - corner.X, other.Y - corner.Y) * (1f / (side - 7));
        var word = 0;
        for (var bit = 17; bit >= 0; bit--)
        {
            // The finder's centre is the fourth module from the end and the fourth from the top.
            var place = new Spot(end.X, end.Y) + along * (bit % 3 - 7) + down * (bit / 3 - 3);
            word = word << 1 | (bits.IsDark(place.X, place.Y) ? 1 : 0);
        }
        return QrVersionInfo.Read(word);
    }
}
