namespace QrisPayments;

/// <summary>
/// How a create ended: exactly one of the nested records. <see cref="Payment"/> is set whenever the customer can be
/// sent to a checkout page, so that a shop needs no more than
/// <c>result.Payment is { } payment ? Redirect(payment.PaymentUrl) : Problem(result.Message)</c>.
/// </summary>
public abstract record CreateResult
{
    private CreateResult() { }

    /// <summary>
    /// The payment to send the customer to, or null if none was made. It says nothing by which it can be paid (QR, total, unique code,
    /// gateway's address, instructions): to show these, read the payment (<see cref="IQrisPayments.FindAsync(string,
    /// CancellationToken)"/>). So a total that was never shown can be given to another payment when all are held.
    /// </summary>
    public virtual Payment? Payment => null;

    /// <summary>What happened, in words for the shop's developer or operator.</summary>
    public abstract string Message { get; }

    /// <summary>A new payment was made.</summary>
    public sealed record Created : CreateResult
    {
        /// <summary>A new payment was made.</summary>
        public Created(Payment payment) => New = payment;

        /// <summary>The new payment.</summary>
        public Payment New { get; init; }

        /// <summary>
        /// What of the payer's details does not fit and was trimmed (<c>trimmed</c>) or left out (<c>left_out</c>), by field. Usually
        /// empty. No sale is refused for it.
        /// </summary>
        public IReadOnlyList<Fault> Warnings { get; init; } = [];

        /// <inheritdoc/>
        public override Payment Payment => New;

        /// <inheritdoc/>
        public override string Message => $"Payment {New.Id} was created.";
    }

    /// <summary>The order already has an open payment for the same amount and items; nothing new was made.</summary>
    public sealed record OrderHasOpenPayment : CreateResult
    {
        /// <summary>The order already has this open payment.</summary>
        public OrderHasOpenPayment(Payment payment) => Open = payment;

        /// <summary>The payment that is open already.</summary>
        public Payment Open { get; init; }

        /// <inheritdoc/>
        public override Payment Payment => Open;

        /// <inheritdoc/>
        public override string Message => $"Order {Open.OrderId} already has the open payment {Open.Id}.";
    }

    /// <summary>
    /// The order has an open payment, but not for what was asked now: the order has changed. Nothing was written. Its
    /// <see cref="CreateResult.Payment"/> is null, since a customer who is sent to the open payment would pay the former amount. Ask again
    /// with <see cref="NewPayment.Replace"/>, or cancel the open payment first.
    /// </summary>
    public sealed record OrderChanged : CreateResult
    {
        /// <summary>The order has this open payment, which differs from what was asked.</summary>
        public OrderChanged(Payment open, long askedAmount, IReadOnlyList<string> changes) =>
            (Open, AskedAmount, Changes) = (open, askedAmount, changes);

        /// <summary>The payment that is open; its <see cref="QrisPayments.Payment.Amount"/> is the former one.</summary>
        public Payment Open { get; init; }

        /// <summary>The amount that was asked for now, whole rupiah; the same when only something else differs.</summary>
        public long AskedAmount { get; init; }

        /// <summary>What differs: one or more of <c>amount</c>, <c>items</c>, <c>provider</c>, <c>method</c>, <c>livemode</c>.</summary>
        public IReadOnlyList<string> Changes { get; init; }

        /// <inheritdoc/>
        public override string Message => Open.Amount == AskedAmount
            ? $"Order {Open.OrderId} has the open payment {Open.Id} with another {string.Join(", another ", Changes)} than asked now."
            : $"Order {Open.OrderId} has the open payment {Open.Id} over {Open.Amount} rupiah, and now {AskedAmount} rupiah were "
                + "asked for.";
    }

    /// <summary>
    /// Only with <see cref="NewPayment.Replace"/>: the order has no open payment to replace, and was paid. Nothing was written, and
    /// <see cref="CreateResult.Payment"/> is null, so that a changed order is not committed as if its new amount were asked for.
    /// </summary>
    public sealed record OrderPaid : CreateResult
    {
        /// <summary>The order was paid with this payment.</summary>
        public OrderPaid(Payment paid, long askedAmount) => (Paid, AskedAmount) = (paid, askedAmount);

        /// <summary>The payment that is paid, the newest of them if there are several.</summary>
        public Payment Paid { get; init; }

        /// <summary>The amount that was asked for now, whole rupiah.</summary>
        public long AskedAmount { get; init; }

        /// <inheritdoc/>
        public override string Message => $"Order {Paid.OrderId} was paid with payment {Paid.Id} over {Paid.Amount} rupiah.";
    }

    /// <summary>The request was wrong; every fault is named.</summary>
    public sealed record Invalid : CreateResult
    {
        /// <summary>The request has these faults.</summary>
        public Invalid(IReadOnlyList<Fault> faults) => Faults = faults;

        /// <summary>All that is wrong with the request.</summary>
        public IReadOnlyList<Fault> Faults { get; init; }

        /// <inheritdoc/>
        public override string Message => string.Join(" ", Faults.Select(f => f.Message));
    }

    /// <summary>Every unique total near this amount is held. Nothing was written.</summary>
    public sealed record UniqueAmountExhausted : CreateResult
    {
        /// <summary>Every unique total near this amount is held.</summary>
        public UniqueAmountExhausted(TimeSpan retryAfter) => RetryAfter = retryAfter;

        /// <summary>How long until the first of these totals is free again.</summary>
        public TimeSpan RetryAfter { get; init; }

        /// <inheritdoc/>
        public override string Message =>
            $"Every unique total near this amount is in use; the next is free in {Math.Ceiling(RetryAfter.TotalSeconds)} s.";
    }

    /// <summary>
    /// The visitor (<see cref="NewPayment.Visitor"/>) has as many payments open as <c>QrisPayments:Limits:OpenPerVisitor</c> allows.
    /// Nothing was written. The end of one, paid or not, makes room.
    /// </summary>
    public sealed record TooManyOpen : CreateResult
    {
        /// <summary>The visitor has this many payments open.</summary>
        public TooManyOpen(int limit, TimeSpan retryAfter) => (Limit, RetryAfter) = (limit, retryAfter);

        /// <summary>How many one visitor may have open.</summary>
        public int Limit { get; init; }

        /// <summary>How long until the first of them expires.</summary>
        public TimeSpan RetryAfter { get; init; }

        /// <inheritdoc/>
        public override string Message =>
            $"This visitor has {Limit} open payments, as many as one may have; the next expires in "
                + $"{Math.Ceiling(RetryAfter.TotalSeconds)} s.";
    }

    /// <summary>
    /// No provider is set up, every provider in the shop's order declined, or none takes payments at this moment (hours, faults).
    /// </summary>
    public sealed record ProviderUnavailable : CreateResult
    {
        /// <summary>No provider can take the payment.</summary>
        public ProviderUnavailable(string reason) => Reason = reason;

        /// <summary>Why no provider can take it.</summary>
        public string Reason { get; init; }

        /// <summary>How long to wait before trying again, where that is known.</summary>
        public TimeSpan? RetryAfter { get; init; }

        /// <inheritdoc/>
        public override string Message => Reason;
    }
}
