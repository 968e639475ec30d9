namespace QrisPayments.Money;

/// <summary>What a person decides about a case or about unmatched money.</summary>
internal sealed record Resolution
{
    public required ResolveAction Action { get; init; }

    /// <summary>Which payment the money is for, when it is accepted.</summary>
    public string? PaymentId { get; init; }

    /// <summary>Why; needed for everything but accepting.</summary>
    public string? Remark { get; init; }

    /// <summary>
    /// The person has seen that the money is not the payment's total, or came to another account than it was asked for on.
    /// </summary>
    public bool MayDiffer { get; init; }

    /// <summary>Who decides: kept with the case, never in events that apps can read.</summary>
    public required string By { get; init; }
}

/// <summary>What is done with it.</summary>
internal enum ResolveAction
{
    /// <summary>The money pays the payment.</summary>
    Accept,

    /// <summary>Nothing is to be done.</summary>
    Dismiss,

    /// <summary>The money was sent back: it leaves the ledger, and can pay nothing now.</summary>
    Refund,
}

/// <summary>How resolving ended.</summary>
internal abstract record ResolveResult
{
    private ResolveResult() { }

    /// <summary>Decided, by this call.</summary>
    public sealed record Resolved(string ReviewId, string? PaidPaymentId) : ResolveResult;

    public sealed record NotFound : ResolveResult;

    /// <summary>Somebody else, or the course of events, was first; nothing changed.</summary>
    public sealed record AlreadyResolved(string? By, DateTimeOffset? At) : ResolveResult;

    /// <summary>The books forbid it; nothing changed.</summary>
    public sealed record Refused(ResolveRefusal Why) : ResolveResult;
}

internal enum ResolveRefusal
{
    /// <summary>A remark is missing.</summary>
    RemarkMissing,

    /// <summary>There is no such payment.</summary>
    PaymentUnknown,

    /// <summary>The payment is paid already: no second credit is ever counted for it.</summary>
    PaymentPaid,

    /// <summary>Nothing was ever opened for the payment, so nobody could pay it.</summary>
    NeverOpened,

    /// <summary>The case holds no money that could be counted.</summary>
    NoMoney,

    /// <summary>The money is not the payment's total, and nobody has confirmed that.</summary>
    AmountDiffers,

    /// <summary>The money came to another account, and nobody has confirmed that it is the payment's all the same.</summary>
    AccountDiffers,

    /// <summary>Simulated money never pays a real payment.</summary>
    Simulated,

    /// <summary>The money was sent back: it can pay nothing now.</summary>
    Returned,

    /// <summary>The case is a refund that waits: it is completed or refused, never just closed.</summary>
    IsRefund,
}
