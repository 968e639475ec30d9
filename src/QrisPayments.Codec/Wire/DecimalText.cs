namespace QrisPayments.Codec;

internal enum DecimalFault : byte
{
    None,
    Malformed,
    Zero,
    TooLong,
    TooPrecise,
}

/// <summary>
/// An amount as tags 54 and 56 write it: digits and at most one "."; "98." is allowed (EMVCo MPM, id 54).
/// Read without binary floating point and without culture.
/// </summary>
internal readonly struct DecimalText
{
    public const int MaxLength = 13;

    private DecimalText(DecimalFault fault, long whole = 0, int decimals = 0, bool hasPoint = false, bool hasFraction = false,
        bool hasLeadingZero = false)
    {
        Fault = fault;
        Whole = whole;
        Decimals = decimals;
        HasPoint = hasPoint;
        HasFraction = hasFraction;
        HasLeadingZero = hasLeadingZero;
    }

    public DecimalFault Fault { get; }

    /// <summary>The part before the point.</summary>
    public long Whole { get; }

    public int Decimals { get; }

    public bool HasPoint { get; }

    /// <summary>Whether a digit after the point is not zero.</summary>
    public bool HasFraction { get; }

    public bool HasLeadingZero { get; }

    public static DecimalText Read(ReadOnlySpan<char> text, int maxDecimals)
    {
        if (text.IsEmpty) return new(DecimalFault.Malformed);

        var point = text.IndexOf('.');
        var digits = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (digits.IsEmpty || !Digits.AreAll(digits) || !Digits.AreAll(fraction)) return new(DecimalFault.Malformed);
        if (text.Length > MaxLength) return new(DecimalFault.TooLong);

        var whole = 0L;
        foreach (var digit in digits) whole = whole * 10 + (digit - '0');

        var hasFraction = fraction.ContainsAnyExcept('0');
        if (whole == 0 && !hasFraction) return new(DecimalFault.Zero);
        if (fraction.Length > maxDecimals) return new(DecimalFault.TooPrecise);

        return new(DecimalFault.None, whole, fraction.Length, point >= 0, hasFraction, digits.Length > 1 && digits[0] == '0');
    }
}
