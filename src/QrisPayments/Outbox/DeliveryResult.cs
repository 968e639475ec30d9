namespace QrisPayments.Outbox;

/// <summary>How one try went.</summary>
internal abstract record DeliveryResult
{
    private DeliveryResult() { }

    /// <summary>Done, and recorded as done in the transaction that did it.</summary>
    public sealed record Acknowledged : DeliveryResult;

    /// <summary>Done; to be recorded.</summary>
    public sealed record Done(int? StatusCode = null) : DeliveryResult;

    /// <summary>Somebody else holds it now.</summary>
    public sealed record Lost : DeliveryResult;

    /// <summary>To be tried again.</summary>
    /// <param name="Error">For the log that an operator reads.</param>
    /// <param name="StatusCode">Of an HTTP answer.</param>
    /// <param name="RetryAfter">The receiver's own wish.</param>
    /// <param name="Final">Trying again is of no use.</param>
    public sealed record Failed(string Error, int? StatusCode = null, TimeSpan? RetryAfter = null, bool Final = false) : DeliveryResult;
}
