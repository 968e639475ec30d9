namespace QrisPayments.Plugins;

/// <summary>
/// A provider whose gateway gives money back. The module asks after the refund is committed, and asks again until the gateway has said
/// how it ended; the amount stays reserved as long.
/// </summary>
public interface IRefund
{
    /// <summary>
    /// Asks the gateway to give money back. Hand <see cref="RefundRequest.Key"/> to the gateway as the key that makes repeating the
    /// request harmless: the module sends one refund again only with the same key, and only after <see cref="QueryRefundAsync"/> has
    /// answered <see cref="RefundAnswer.NotFound"/>. An exception or a timeout counts as <see cref="RefundAnswer.Unknown"/>.
    /// </summary>
    Task<RefundAnswer> RefundAsync(RefundRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Asks how a refund that was sent stands. An exception or a timeout counts as <see cref="RefundAnswer.Unknown"/>.
    /// </summary>
    Task<RefundAnswer> QueryRefundAsync(RefundRequest request, CancellationToken cancellationToken);
}

/// <summary>Money that a gateway is to give back.</summary>
public sealed record RefundRequest
{
    /// <summary>The attempt by which it was paid.</summary>
    public required OpenedAttempt Attempt { get; init; }

    /// <summary>How much, whole rupiah: all that was paid, or a part of it.</summary>
    public required long Amount { get; init; }

    /// <summary>Our reference, <c>rfd_…</c>, never used for two refunds: 30 characters of <c>a-z 0-9 _</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Why, in the shop's words: 1–200 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>How a refund stands at its gateway: exactly one of the nested records.</summary>
public abstract record RefundAnswer
{
    private RefundAnswer() { }

    /// <summary>The money went back.</summary>
    public sealed record Done : RefundAnswer
    {
        /// <summary>The money went back.</summary>
        public Done(string? reference = null) => Reference = reference;

        /// <summary>The gateway's own number of the refund, up to 128 characters; null when it gives none.</summary>
        public string? Reference { get; init; }
    }

    /// <summary>The gateway has taken the request and not decided yet. It is asked again.</summary>
    public sealed record Pending : RefundAnswer;

    /// <summary>The gateway refuses for certain: no money goes back for this key.</summary>
    public sealed record Rejected : RefundAnswer
    {
        /// <summary>The gateway refuses.</summary>
        public Rejected(string code, string message) => (Code, Message) = (code, message);

        /// <summary>Stable, for programs.</summary>
        public string Code { get; init; }

        /// <summary>Why, for the operator; no secrets.</summary>
        public string Message { get; init; }
    }

    /// <summary>The gateway has no refund with this key, for certain. Only of <see cref="IRefund.QueryRefundAsync"/>.</summary>
    public sealed record NotFound : RefundAnswer;

    /// <summary>The gateway gave no answer, or none that can be understood. It is asked again; nothing changes.</summary>
    public sealed record Unknown : RefundAnswer
    {
        /// <summary>It is not known how the refund stands.</summary>
        public Unknown(string message, TimeSpan? retryAfter = null) => (Message, RetryAfter) = (message, retryAfter);

        /// <summary>What went wrong, for the operator; no secrets.</summary>
        public string Message { get; init; }

        /// <summary>How long the gateway asks to be left alone (429); null when it does not say.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}
