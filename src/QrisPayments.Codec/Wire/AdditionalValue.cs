namespace QrisPayments.Codec;

/// <summary>The grammar of single values in 62.</summary>
internal static class AdditionalValue
{
    /// <summary>62.09: which data the wallet shall add: address, mobile number, e-mail, each at most once.</summary>
    public static bool IsConsumerDataRequest(ReadOnlySpan<char> value)
    {
        if (value.Length is 0 or > 3 || value.ContainsAnyExcept('A', 'M', 'E')) return false;
        return value.Count('A') <= 1 && value.Count('M') <= 1 && value.Count('E') <= 1;
    }
}
