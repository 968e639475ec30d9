namespace QrisPayments.Codec;

/// <summary>
/// Values of tag 62 (EMVCo MPM, id 62). Each is printable ASCII of at most 25 characters; together with what is there
/// already they must fit into 99. Null leaves a value as it is. <c>***</c> asks the payer to type it.
/// </summary>
public sealed record QrisAdditionalData
{
    internal const int FirstId = 1;
    internal const int LastId = 9;

    /// <summary>62.01.</summary>
    public string? BillNumber { get; init; }

    /// <summary>62.02.</summary>
    public string? MobileNumber { get; init; }

    /// <summary>62.03.</summary>
    public string? StoreLabel { get; init; }

    /// <summary>62.04.</summary>
    public string? LoyaltyNumber { get; init; }

    /// <summary>62.05.</summary>
    public string? ReferenceLabel { get; init; }

    /// <summary>62.06.</summary>
    public string? CustomerLabel { get; init; }

    /// <summary>62.07.</summary>
    public string? TerminalLabel { get; init; }

    /// <summary>62.08.</summary>
    public string? Purpose { get; init; }

    /// <summary>62.09: any of <c>A</c> (address), <c>M</c> (mobile number) and <c>E</c> (e-mail), each once.</summary>
    public string? ConsumerDataRequest { get; init; }

    internal string? this[int id] => id switch
    {
        1 => BillNumber,
        2 => MobileNumber,
        3 => StoreLabel,
        4 => LoyaltyNumber,
        5 => ReferenceLabel,
        6 => CustomerLabel,
        7 => TerminalLabel,
        8 => Purpose,
        9 => ConsumerDataRequest,
        _ => null,
    };
}
