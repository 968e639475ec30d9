namespace QrisPayments.Plugins;

/// <summary>How an attempt stands at its gateway: exactly one of the nested records.</summary>
public abstract record StatusResult
{
    private StatusResult() { }

    /// <summary>Not paid yet.</summary>
    /// <param name="ProviderRef">The gateway's reference, when an attempt without one was found.</param>
    public sealed record Pending(string? ProviderRef = null) : StatusResult;

    /// <summary>Paid. Say only what the gateway says.</summary>
    public sealed record Paid : StatusResult
    {
        /// <summary>What the customer paid, whole rupiah; null when the gateway does not say (WIRE W2).</summary>
        public long? Amount { get; init; }

        /// <summary>When, UTC; null when the gateway does not say.</summary>
        public DateTimeOffset? At { get; init; }

        /// <summary>
        /// The gateway's id of this money, the same however often and on whichever way it is told; null makes the attempt's
        /// provider reference stand for it.
        /// </summary>
        public string? Reference { get; init; }

        /// <summary>The gateway's reference of the attempt, when one without was found.</summary>
        public string? ProviderRef { get; init; }
    }

    /// <summary>The gateway has ended it unpaid, for good. An end that may be undone is <see cref="Pending"/> (WIRE W5).</summary>
    public sealed record Ended(AttemptEnd End) : StatusResult;

    /// <summary>The gateway doubts it; a person must look (WIRE W1).</summary>
    /// <param name="Code">Stable, for programs.</param>
    /// <param name="Message">For the operator.</param>
    public sealed record Doubtful(string Code, string Message) : StatusResult;

    /// <summary>The gateway does not know the attempt, for certain.</summary>
    public sealed record NotFound : StatusResult;

    /// <summary>No answer, or none that can be understood. It is asked again; nothing changes.</summary>
    /// <param name="Message">For the operator.</param>
    /// <param name="RetryAfter">How long the gateway wants to be left alone (429).</param>
    public sealed record Unknown(string Message, TimeSpan? RetryAfter = null) : StatusResult;
}

/// <summary>Why an attempt ended unpaid at its gateway.</summary>
public enum AttemptEnd
{
    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>Somebody called it off.</summary>
    Cancelled,

    /// <summary>The gateway declined it.</summary>
    Failed,
}
