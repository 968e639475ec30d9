namespace QrisPayments;

/// <summary>How asking for a refund ended: exactly one of the nested records.</summary>
public abstract record RefundResult
{
    private RefundResult() { }

    /// <summary>What happened, in words for the shop's developer or operator.</summary>
    public abstract string Message { get; }

    /// <summary>
    /// The refund is in the books, now or since the same <see cref="NewRefund.Key"/> or <see cref="NewRefund.Reference"/> came first:
    /// done, requested of a person, or about to be sent to the gateway. Handlers hear how it ends.
    /// </summary>
    public sealed record Made : RefundResult
    {
        /// <summary>The refund is in the books.</summary>
        public Made(Refund refund) => Refund = refund;

        /// <summary>The refund.</summary>
        public Refund Refund { get; init; }

        /// <inheritdoc/>
        public override string Message => $"Refund {Refund.Id} of {Rupiah.Format(Refund.Amount)} was made.";
    }

    /// <summary>There is no such payment.</summary>
    public sealed record NotFound : RefundResult
    {
        /// <inheritdoc/>
        public override string Message => "There is no such payment.";
    }

    /// <summary>The payment is not paid, so there is nothing to give back.</summary>
    public sealed record NotPaid : RefundResult
    {
        /// <summary>The payment is not paid.</summary>
        public NotPaid(Payment payment) => Payment = payment;

        /// <summary>The payment as it stands now.</summary>
        public Payment Payment { get; init; }

        /// <inheritdoc/>
        public override string Message => $"Payment {Payment.Id} is not paid, so nothing of it can be given back.";
    }

    /// <summary>More than is left to give back: nothing was written.</summary>
    public sealed record TooMuch : RefundResult
    {
        /// <summary>Only so much can be given back.</summary>
        public TooMuch(long refundable) => Refundable = refundable;

        /// <summary>What can still be given back, whole rupiah; 0 when everything went back or is on its way.</summary>
        public long Refundable { get; init; }

        /// <inheritdoc/>
        public override string Message => $"At most {Rupiah.Format(Refundable)} of this payment can still be given back.";
    }

    /// <summary>The <see cref="NewRefund.Key"/> came before with another refund.</summary>
    public sealed record KeyReused : RefundResult
    {
        /// <inheritdoc/>
        public override string Message => "This key came before with another refund. Use a new key for a new refund.";
    }

    /// <summary>
    /// The <see cref="NewRefund.Reference"/> is the number of a refund of this payment with another amount: nothing was written.
    /// </summary>
    public sealed record ReferenceUsed : RefundResult
    {
        /// <summary>This refund has the number.</summary>
        public ReferenceUsed(Refund existing) => Existing = existing;

        /// <summary>The refund that has the number.</summary>
        public Refund Existing { get; init; }

        /// <inheritdoc/>
        public override string Message =>
            $"The transfer {Existing.Reference} is recorded already, as refund {Existing.Id} of {Rupiah.Format(Existing.Amount)}. "
                + "For another transfer, send that transfer's own number.";
    }

    /// <summary>The payment has as many refunds as it may have: nothing was written.</summary>
    public sealed record TooMany : RefundResult
    {
        /// <summary>A payment has at most so many.</summary>
        public TooMany(int max) => Max = max;

        /// <summary>How many refunds a payment may have.</summary>
        public int Max { get; init; }

        /// <inheritdoc/>
        public override string Message => $"The payment has {Max} refunds already, which is as many as it may have.";
    }

    /// <summary>The request was wrong; every fault is named.</summary>
    public sealed record Invalid : RefundResult
    {
        /// <summary>The request has these faults.</summary>
        public Invalid(IReadOnlyList<Fault> faults) => Faults = faults;

        /// <summary>All that is wrong with the request.</summary>
        public IReadOnlyList<Fault> Faults { get; init; }

        /// <inheritdoc/>
        public override string Message => string.Join(" ", Faults.Select(fault => fault.Message));
    }
}
