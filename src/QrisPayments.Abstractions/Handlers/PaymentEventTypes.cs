namespace QrisPayments;

/// <summary>The types of <see cref="PaymentEvent"/>.</summary>
public static class PaymentEventTypes
{
    /// <summary>A payment was made.</summary>
    public const string Created = "payment.created";

    /// <summary>An attempt is open: the customer can pay.</summary>
    public const string Opened = "payment.opened";

    /// <summary>The money was seen and counted.</summary>
    public const string Paid = "payment.paid";

    /// <summary>Its time ran out. Money sent in time can still make it paid when we hear of it later.</summary>
    public const string Expired = "payment.expired";

    /// <summary>It was cancelled.</summary>
    public const string Cancelled = "payment.cancelled";

    /// <summary>No provider could open it.</summary>
    public const string Failed = "payment.failed";

    /// <summary>A person has to look at it.</summary>
    public const string ReviewOpened = "payment.review_opened";

    /// <summary>A person has looked at it, and no money was counted. (What a person accepts is <see cref="Paid"/>.)</summary>
    public const string ReviewResolved = "payment.review_resolved";

    /// <summary>A refund was asked for and is not done yet.</summary>
    public const string RefundRequested = "payment.refund_requested";

    /// <summary>Money went back: a refund is done, whether the shop or the gateway's dashboard asked for it.</summary>
    public const string Refunded = "payment.refunded";

    /// <summary>A refund that was asked for came to nothing; its amount can be refunded again.</summary>
    public const string RefundFailed = "payment.refund_failed";

    /// <summary>
    /// The gateway says that paid money went back or may go back, and the books cannot tell how (chargeback, void, more than was
    /// refundable). A person has to look at it.
    /// </summary>
    public const string Disputed = "payment.disputed";
}
