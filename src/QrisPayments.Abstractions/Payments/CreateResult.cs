namespace QrisPayments;

/// <summary>
/// How a create ended: exactly one of the nested records. <see cref="Payment"/> is there whenever the customer can be
/// sent to a checkout page, so that a shop needs no more than
/// <c>result.Payment is { } payment ? Redirect(payment.PaymentUrl) : Problem(result.Message)</c>.
/// </summary>
public abstract record CreateResult
{
    private CreateResult() { }

    /// <summary>The payment to send the customer to, or null when there is none.</summary>
    public virtual Payment? Payment => null;

    /// <summary>What happened, for the person who reads it.</summary>
    public abstract string Message { get; }

    /// <summary>A new payment stands.</summary>
    public sealed record Created(Payment New) : CreateResult
    {
        /// <inheritdoc/>
        public override Payment Payment => New;

        /// <inheritdoc/>
        public override string Message => $"Payment {New.Id} was created.";
    }

    /// <summary>The order already has an open payment; nothing new was made.</summary>
    public sealed record OrderHasOpenPayment(Payment Open) : CreateResult
    {
        /// <inheritdoc/>
        public override Payment Payment => Open;

        /// <inheritdoc/>
        public override string Message => $"Order {Open.OrderId} already has the open payment {Open.Id}.";
    }

    /// <summary>The request was wrong; every fault is named.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : CreateResult
    {
        /// <inheritdoc/>
        public override string Message => string.Join(" ", Faults.Select(f => f.Message));
    }

    /// <summary>Every unique total near this amount is held. Nothing was written.</summary>
    /// <param name="RetryAfter">When the first of them is free again.</param>
    public sealed record UniqueAmountExhausted(TimeSpan RetryAfter) : CreateResult
    {
        /// <inheritdoc/>
        public override string Message =>
            $"Every unique total near this amount is in use; the next is free in {Math.Ceiling(RetryAfter.TotalSeconds)} s.";
    }

    /// <summary>No provider is set up, every one in the shop's order declined, or none takes payments at this moment (hours, faults).</summary>
    public sealed record ProviderUnavailable(string Reason) : CreateResult
    {
        /// <summary>When it is worth another try, where that is known.</summary>
        public TimeSpan? RetryAfter { get; init; }

        /// <inheritdoc/>
        public override string Message => Reason;
    }
}
