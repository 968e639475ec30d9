namespace QrisPayments.Codec;

/// <summary>A percentage as tag 57 writes it: 00.01 to 99.99 without "%" (EMVCo MPM, id 57).</summary>
internal static class Percentage
{
    private const int MaxLength = 5;

    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxLength) return false;

        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];

        return whole.Length is 1 or 2 && fraction.Length <= 2 && Digits.AreAll(whole) && Digits.AreAll(fraction)
            && (whole.ContainsAnyExcept('0') || fraction.ContainsAnyExcept('0'));
    }
}
