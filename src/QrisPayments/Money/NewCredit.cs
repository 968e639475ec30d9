namespace QrisPayments.Money;

/// <summary>Money seen on an account.</summary>
internal sealed record NewCredit
{
    public required string Account { get; init; }

    /// <summary>What makes it one and the same money when it is reported again.</summary>
    public required string ExternalRef { get; init; }

    /// <summary>Who says so: <c>api:bank</c>, <c>sandbox</c>. The same money may be heard from two sources.</summary>
    public required string Source { get; init; }

    public required long Amount { get; init; }

    /// <summary>The beginning of the interval in which the money moved.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The length of that interval: a minute when the source tells no seconds.</summary>
    public required TimeSpan Precision { get; init; }

    public string? Description { get; init; }

    /// <summary>
    /// The attempt that a gateway's own reference names. The money is that attempt's, whatever its amount; null where only the
    /// exact total can tell.
    /// </summary>
    public string? AttemptId { get; init; }
}
