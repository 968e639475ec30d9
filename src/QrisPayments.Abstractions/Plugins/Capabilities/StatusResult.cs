namespace QrisPayments.Plugins;

/// <summary>How an attempt stands at its gateway: exactly one of the nested records.</summary>
public abstract record StatusResult
{
    private StatusResult() { }

    /// <summary>Not paid yet.</summary>
    public sealed record Pending : StatusResult
    {
        /// <summary>The attempt waits for money.</summary>
        public Pending(string? providerRef = null) => ProviderRef = providerRef;

        /// <summary>The gateway's reference, when an attempt without one was found; otherwise null.</summary>
        public string? ProviderRef { get; init; }

        /// <summary>
        /// What the gateway says of the attempt: it completes one whose create was never answered. Null when it says no more.
        /// </summary>
        public FoundAttempt? Found { get; init; }
    }

    /// <summary>Paid. Say only what the gateway says.</summary>
    public sealed record Paid : StatusResult
    {
        /// <summary>
        /// What the customer paid, whole rupiah; null when the gateway does not say. Never fill in the amount that was asked for: the
        /// module could no longer see that another amount was paid.
        /// </summary>
        public long? Amount { get; init; }

        /// <summary>When it was paid, UTC; null when the gateway does not say.</summary>
        public DateTimeOffset? At { get; init; }

        /// <summary>
        /// The gateway's id of this money, the same however often and by whichever way it is reported. When null, the attempt's
        /// provider reference is used instead.
        /// </summary>
        public string? Reference { get; init; }

        /// <summary>The gateway's reference of the attempt, when an attempt without one was found; otherwise null.</summary>
        public string? ProviderRef { get; init; }

        /// <summary>
        /// What the gateway says of the attempt: its total is then what was to be paid, where the create was never answered. Null when it
        /// says no more.
        /// </summary>
        public FoundAttempt? Found { get; init; }
    }

    /// <summary>
    /// The gateway has ended it unpaid, for good. An end that the gateway may undo is <see cref="Pending"/>. A cancel of what the books
    /// have as paid is taken for a void, and becomes a case.
    /// </summary>
    public sealed record Ended : StatusResult
    {
        /// <summary>The attempt ended unpaid.</summary>
        public Ended(AttemptEnd end) => End = end;

        /// <summary>Why it ended.</summary>
        public AttemptEnd End { get; init; }
    }

    /// <summary>
    /// What the gateway reports needs a person's decision: it holds the money for a fraud check, or its answer contradicts the attempt. A
    /// review is opened.
    /// </summary>
    public sealed record Doubtful : StatusResult
    {
        /// <summary>The payment needs a review.</summary>
        public Doubtful(string code, string message) => (Code, Message) = (code, message);

        /// <summary>Stable, for programs.</summary>
        public string Code { get; init; }

        /// <summary>What is doubtful, for the operator; no secrets.</summary>
        public string Message { get; init; }
    }

    /// <summary>
    /// It was paid, and money of it went back or is being taken back. The payment stays paid: refunds that can be told apart are recorded
    /// as refunds, and everything else becomes a case for a person. Say only what the gateway says.
    /// </summary>
    public sealed record Reversed : StatusResult
    {
        /// <summary>How the money went back.</summary>
        public required ReversalKind Kind { get; init; }

        /// <summary>The gateway's own word, for programs.</summary>
        public required string Code { get; init; }

        /// <summary>What the gateway says, for the operator; no secrets.</summary>
        public required string Message { get; init; }

        /// <summary>All that went back so far, whole rupiah; null when the gateway does not say.</summary>
        public long? TotalRefunded { get; init; }

        /// <summary>
        /// The payment that the money is of; null when the gateway does not say. With it, one that was refunded in part before the module
        /// heard of the payment is counted as paid.
        /// </summary>
        public Paid? Payment { get; init; }

        /// <summary>
        /// Each refund that was carried out, in any order; empty when the gateway does not list them. At most 100 are read. The same
        /// refund may be reported any number of times.
        /// </summary>
        public IReadOnlyList<GatewayRefund> Refunds { get; init; } = [];
    }

    /// <summary>The gateway does not know the attempt, for certain.</summary>
    public sealed record NotFound : StatusResult;

    /// <summary>
    /// The gateway answered about this attempt, and what it says cannot be read: a word that the plugin does not know, a member that is
    /// missing, another attempt's state. It is this attempt's trouble: the account's others are asked as before, this one in its own time.
    /// The console shows what was said, and a case is opened when it lasts.
    /// </summary>
    public sealed record Unreadable : StatusResult
    {
        /// <summary>The gateway answered something that cannot be read.</summary>
        public Unreadable(string message, string? word = null) => (Message, Word) = (message, word);

        /// <summary>What cannot be read, for the operator; no secrets.</summary>
        public string Message { get; init; }

        /// <summary>
        /// The gateway's own word that is not known, as it came; null when there is none. The module shows its first 40 characters, with
        /// whatever could be a customer's address or number left out.
        /// </summary>
        public string? Word { get; init; }
    }

    /// <summary>
    /// The gateway gave no answer: it cannot be reached, fails, refuses the key or asks to be left alone. It is asked again, and the whole
    /// account with it; nothing changes.
    /// </summary>
    public sealed record Unknown : StatusResult
    {
        /// <summary>The status is not known.</summary>
        public Unknown(string message, TimeSpan? retryAfter = null) => (Message, RetryAfter) = (message, retryAfter);

        /// <summary>What went wrong, for the operator; no secrets.</summary>
        public string Message { get; init; }

        /// <summary>How long the gateway asks to be left alone (429); null when it does not say.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}

/// <summary>Why an attempt ended unpaid at its gateway.</summary>
public enum AttemptEnd
{
    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>The gateway declined it.</summary>
    Failed,
}
