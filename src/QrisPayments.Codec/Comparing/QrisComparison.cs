namespace QrisPayments.Codec;

/// <summary>Whether one part of two identities agrees.</summary>
public enum QrisSameness
{
    /// <summary>One of the codes does not say.</summary>
    Unknown,

    /// <summary>Both say the same.</summary>
    Same,

    /// <summary>They say different things.</summary>
    Different,
}

/// <summary>How two identities compare.</summary>
/// <param name="Pan">Same when the codes share an account; a check digit that only one of them writes does not count.</param>
/// <param name="Nmid">The national merchant id.</param>
/// <param name="Name">Case, spacing and what follows the 25th character do not count. Names are not unique.</param>
public sealed record QrisComparison(QrisSameness Pan, QrisSameness Nmid, QrisSameness Name)
{
    /// <summary>The same merchant, perhaps at another acquirer: same NMID or, where one code has none, a shared account.</summary>
    public bool IsSameMerchant => Nmid == QrisSameness.Same || (Nmid == QrisSameness.Unknown && Pan == QrisSameness.Same);

    /// <summary>The money arrives in the same account: a shared PAN, and no NMIDs that contradict it.</summary>
    public bool IsSameAccount => Pan == QrisSameness.Same && Nmid != QrisSameness.Different;
}
