using System.Data.Common;

namespace QrisPayments;

/// <summary>
/// Payments for the shop's own code. Safe to use from any thread; register nothing, inject it.
/// The merchant API does the same over HTTP for clients outside the process.
/// </summary>
public interface IQrisPayments
{
    /// <summary>
    /// Makes a payment and opens its first attempt. Takes at most 25 s, usually milliseconds. An order with an open payment gets no second
    /// one: see <see cref="CreateResult.OrderHasOpenPayment"/>, <see cref="CreateResult.OrderChanged"/> and
    /// <see cref="NewPayment.Replace"/>. If every provider declines a replacing payment, the replaced one stays cancelled.
    /// </summary>
    /// <param name="payment">What is to be paid.</param>
    /// <param name="cancellationToken">Stops waiting; what was already committed stays.</param>
    Task<CreateResult> CreateAsync(NewPayment payment, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a payment inside the shop's own transaction, so that order and payment commit or vanish together.
    /// The attempt is opened right after the commit; until then checkout says that it is preparing. A payment that is replaced
    /// (<see cref="NewPayment.Replace"/>) is cancelled in the same transaction. Without a <see cref="CreateResult.Payment"/> in the answer
    /// nothing was written; then roll back rather than commit an order that no payment asks for.
    /// </summary>
    /// <param name="payment">What is to be paid.</param>
    /// <param name="transaction">An open transaction on the database that holds the <c>qris_*</c> tables.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="QrisTransientException">A deadlock or lock wait: roll the whole transaction back and run it again.</exception>
    Task<CreateResult> CreateAsync(NewPayment payment, DbTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>The payment with this id, or null.</summary>
    Task<Payment?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>All payments that the shop's own code made for an order, newest first.</summary>
    Task<IReadOnlyList<Payment>> FindByOrderAsync(string orderId, CancellationToken cancellationToken = default);

    /// <summary>Cancels a pending payment. Money that arrives afterwards becomes a review case.</summary>
    Task<CancelResult> CancelAsync(string id, CancellationToken cancellationToken = default);
}
