namespace QrisPayments.Codec;

/// <summary>The account behind a merchant PAN, as its ninth digit says (QRIS national text, merchant PAN).</summary>
public enum QrisPanKind
{
    /// <summary>0.</summary>
    Unspecified,

    /// <summary>1: a debit account.</summary>
    Debit,

    /// <summary>2: a credit account.</summary>
    Credit,

    /// <summary>3: electronic money.</summary>
    ElectronicMoney,

    /// <summary>4 to 9: reserved.</summary>
    Reserved,
}

internal static class PanKinds
{
    private const int NinthDigit = 8;

    public static QrisPanKind? Of(ReadOnlySpan<char> pan)
    {
        if (pan.Length <= NinthDigit || !char.IsAsciiDigit(pan[NinthDigit])) return null;
        return (QrisPanKind)Math.Min(pan[NinthDigit] - '0', (int)QrisPanKind.Reserved);
    }
}
