using System.Data.Common;

namespace QrisPayments;

/// <summary>
/// Payments for the shop's own code. Safe to use from any thread; register nothing, inject it.
/// The merchant API does the same over HTTP for clients outside the process.
/// <para>
/// Without a <see cref="DbTransaction"/> the work commits by itself, also inside a <c>TransactionScope</c>: what is made there stays when
/// the scope is not completed. With one, that transaction decides and a scope around it does not.
/// </para>
/// </summary>
public interface IQrisPayments
{
    /// <summary>
    /// Makes a payment and opens its first attempt. Takes at most 25 s, usually milliseconds. An order with an open payment gets no second
    /// one: see <see cref="CreateResult.OrderHasOpenPayment"/>, <see cref="CreateResult.OrderChanged"/> and
    /// <see cref="NewPayment.Replace"/>. If every provider declines a replacing payment, the replaced one stays cancelled. The answer
    /// holds no QR and no total: see <see cref="CreateResult.Payment"/>.
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
    /// <exception cref="DbException">
    /// The driver's own. After a deadlock or lock wait roll the whole transaction back and run it again; an execution strategy of EF Core
    /// does so.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The transaction has ended, or is on another database than the tables; the message names both and the setting.
    /// </exception>
    Task<CreateResult> CreateAsync(NewPayment payment, DbTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>
    /// The payment with this id, or null. Reading an open payment counts as showing it: from then on its total is its own until the hold
    /// after its end. One that was neither read nor looked at for three minutes may be ended (<c>expired</c>) when all totals of its price
    /// are held.
    /// </summary>
    Task<Payment?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same inside the shop's own transaction: what it wrote itself is seen, and the payment is locked until it ends. If another
    /// transaction is just making or changing the payment, its end is waited for. A deadlock or lock wait surfaces as in
    /// <see cref="CreateAsync(NewPayment, DbTransaction, CancellationToken)"/>.
    /// </summary>
    /// <param name="id">The payment, <c>pay_…</c>.</param>
    /// <param name="transaction">An open transaction on the database that holds the <c>qris_*</c> tables.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<Payment?> FindAsync(string id, DbTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>
    /// All payments that the shop's own code made for an order, newest first. Reading them counts as showing, as in
    /// <see cref="FindAsync(string, CancellationToken)"/>.
    /// </summary>
    Task<IReadOnlyList<Payment>> FindByOrderAsync(string orderId, CancellationToken cancellationToken = default);

    /// <summary>Cancels a pending payment. Money that arrives afterwards becomes a review case.</summary>
    Task<CancelResult> CancelAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives money of a paid payment back. With <see cref="NewRefund.Reference"/> it is done at once. Otherwise the gateway by which it
    /// was paid is asked right after this call, where its plugin can do that; where it cannot, a person is asked in the console.
    /// Simulated money goes back at once. Handlers hear how it ends.
    /// </summary>
    /// <param name="paymentId">The payment, <c>pay_…</c>.</param>
    /// <param name="refund">How much and why.</param>
    /// <param name="cancellationToken">Stops waiting; what was already committed stays.</param>
    Task<RefundResult> RefundAsync(string paymentId, NewRefund refund, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same inside the shop's own transaction, so that the refund and the shop's record of it commit or vanish together. A gateway
    /// is asked after the commit, within seconds.
    /// </summary>
    /// <param name="paymentId">The payment, <c>pay_…</c>.</param>
    /// <param name="refund">How much and why.</param>
    /// <param name="transaction">An open transaction on the database that holds the <c>qris_*</c> tables.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="DbException">
    /// The driver's own. After a deadlock or lock wait roll the whole transaction back and run it again; an execution strategy of EF Core
    /// does so.
    /// </exception>
    /// <exception cref="QrisTransientException">
    /// The same <see cref="NewRefund.Key"/> was used at the same moment: roll the whole transaction back and run it again. An execution
    /// strategy of EF Core does so.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The transaction has ended, or is on another database than the tables; the message names both and the setting.
    /// </exception>
    Task<RefundResult> RefundAsync(
        string paymentId, NewRefund refund, DbTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>All refunds of a payment, oldest first; none when there is no such payment.</summary>
    Task<IReadOnlyList<Refund>> FindRefundsAsync(string paymentId, CancellationToken cancellationToken = default);
}
