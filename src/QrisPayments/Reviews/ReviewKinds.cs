namespace QrisPayments.Reviews;

/// <summary>Why a person has to look.</summary>
internal static class ReviewKinds
{
    /// <summary>The money was sent after the payment had ended.</summary>
    public const string Late = "late";

    /// <summary>The money came for a payment whose order had changed: another payment took its place.</summary>
    public const string Replaced = "replaced";

    /// <summary>A payment that is paid already got its total once more.</summary>
    public const string PaidTwice = "paid_twice";

    /// <summary>More than one attempt could have earned the money.</summary>
    public const string Ambiguous = "ambiguous";

    /// <summary>The money was sent before the only attempt that asked for it was made, by minutes: a clock is wrong.</summary>
    public const string Clock = "clock";

    /// <summary>One reference was reported with two amounts.</summary>
    public const string Conflict = "conflict";

    /// <summary>The customer says "I have paid".</summary>
    public const string Claimed = "claimed";

    /// <summary>
    /// Money that no payment was waiting for, once a person has decided about it. Until then it is only an unmatched credit, not a case.
    /// </summary>
    public const string Unmatched = "unmatched";

    /// <summary>The gateway says that less was paid than the total.</summary>
    public const string Underpaid = "underpaid";

    /// <summary>The gateway says that more was paid than the total.</summary>
    public const string Overpaid = "overpaid";

    /// <summary>A webhook that was accepted but not understood, or that contradicts our books.</summary>
    public const string Webhook = "webhook";

    /// <summary>A genuine webhook says that it is paid, and its gateway, when it is asked, goes on saying that it is not.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>A row of a gateway's ledger that cannot be read, and may be money.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The gateway itself has doubts about the payment (WIRE W1).</summary>
    public const string Doubtful = "doubtful";

    /// <summary>A refund that a person has to send, or about which a gateway gives no answer.</summary>
    public const string Refund = "refund";

    /// <summary>A gateway refused a refund that a person had asked for in the console.</summary>
    public const string RefundFailed = "refund_failed";

    /// <summary>The gateway says that paid money went back, and the books cannot tell how.</summary>
    public const string Dispute = "dispute";
}
