using System.Globalization;

namespace QrisPayments.Codec;

/// <summary>The ids that lead to an object, outermost first; at most three deep (62.50.00).</summary>
internal readonly struct TagPath
{
    // Each level takes a byte and is stored as id + 1, so that an absent level is 0.
    private readonly int _levels;

    private TagPath(int levels) => _levels = levels;

    public static TagPath Root => default;

    public static implicit operator TagPath(int id) => new(id + 1);

    public static TagPath operator /(TagPath parent, int id) => new((parent._levels << 8) | (id + 1));

    public override string ToString()
    {
        Span<char> text = stackalloc char[8];
        var length = 0;

        for (var shift = 16; shift >= 0; shift -= 8)
        {
            var level = (_levels >> shift) & 0xFF;
            if (level == 0) continue;
            if (length > 0) text[length++] = '.';
            (level - 1).TryFormat(text[length..], out var written, "00", CultureInfo.InvariantCulture);
            length += written;
        }

        return new string(text[..length]);
    }
}
