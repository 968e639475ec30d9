namespace QrisPayments.Codec;

/// <summary>Compares PANs. Most live codes leave out the check digit, some keep it: both name the same account.</summary>
internal static class MerchantPan
{
    public static bool AreSame(string left, string right)
    {
        if (left == right) return true;
        var (shorter, longer) = left.Length < right.Length ? (left, right) : (right, left);
        return longer.Length == shorter.Length + 1
            && longer.StartsWith(shorter, StringComparison.Ordinal)
            && longer[^1] - '0' == CheckDigit(shorter);
    }

    /// <summary>The digit that completes a PAN (ISO/IEC 7812-1, Luhn).</summary>
    private static int CheckDigit(string pan)
    {
        var sum = 0;
        var isDoubled = true;
        for (var at = pan.Length - 1; at >= 0; at--)
        {
            var digit = pan[at] - '0';
            if (isDoubled) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            sum += digit;
            isDoubled = !isDoubled;
        }

        return (10 - sum % 10) % 10;
    }
}
