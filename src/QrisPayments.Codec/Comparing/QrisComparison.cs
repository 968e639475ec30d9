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
public sealed record QrisComparison
{
    /// <summary>Same when the codes share an account; a check digit that only one of them writes is ignored.</summary>
    public QrisSameness Pan { get; init; }

    /// <summary>The national merchant id.</summary>
    public QrisSameness Nmid { get; init; }

    /// <summary>The name. Case, spacing and what follows the 25th character are ignored. Names are not unique.</summary>
    public QrisSameness Name { get; init; }

    /// <summary>The same merchant, perhaps at another acquirer: same NMID or, where one code has none, a shared account.</summary>
    public bool IsSameMerchant => Nmid == QrisSameness.Same || (Nmid == QrisSameness.Unknown && Pan == QrisSameness.Same);

    /// <summary>The money arrives in the same account: a shared PAN, and no NMIDs that contradict it.</summary>
    public bool IsSameAccount => Pan == QrisSameness.Same && Nmid != QrisSameness.Different;
}
