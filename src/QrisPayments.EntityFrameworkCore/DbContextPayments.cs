using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace QrisPayments;

/// <summary>
/// Payments in the transaction of a shop's <see cref="DbContext"/>, which must be on the database that holds the <c>qris_*</c> tables.
/// Amounts are whole rupiah.
/// </summary>
public static class DbContextPayments
{
    /// <summary>
    /// Saves the context's changes and makes the payment in one transaction, under the context's execution strategy: both are there
    /// afterwards, or neither. If the answer to the commit is lost, the database is asked whether it arrived before anything is done again.
    /// </summary>
    /// <remarks>
    /// Without a <see cref="CreateResult.Payment"/> in the answer nothing was saved, and the context still holds its changes. Use the
    /// overload with a delegate when the order's number comes from the database (an auto-increment key).
    /// </remarks>
    /// <param name="payments">The module.</param>
    /// <param name="context">Holds the order's unsaved changes; without a transaction of its own.</param>
    /// <param name="payment">What is to be paid.</param>
    /// <param name="cancellationToken">Stops waiting until the commit begins; the commit itself is always waited for.</param>
    /// <exception cref="InvalidOperationException">
    /// The context is in a transaction already. Or the order already had an open payment, and the answer to the commit of the changes was
    /// lost: nothing tells whether they were saved, so they are not repeated.
    /// </exception>
    public static Task<CreateResult> SaveWithPaymentAsync(
        this IQrisPayments payments, DbContext context, NewPayment payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payments);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(payment);
        // Changes count as saved only once they are committed; until then a repeat finds them as they were.
        return new SavedPayment(payments, context, async token =>
        {
            await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, token);
            return payment;
        })
        {
            OnCommit = context.ChangeTracker.AcceptAllChanges,
        }.RunAsync(cancellationToken);
    }

    /// <summary>
    /// The same for an order whose number is known only after it was saved: <paramref name="work"/> adds the order, saves it, and answers
    /// with the payment.
    /// </summary>
    /// <remarks>
    /// <paramref name="work"/> may run several times, each time with an empty change tracker and in a new transaction, so it makes or
    /// loads its entities itself and does nothing that reaches beyond the database. Without a <see cref="CreateResult.Payment"/> in the
    /// answer nothing was saved, and the change tracker is empty.
    /// </remarks>
    /// <param name="payments">The module.</param>
    /// <param name="context">Without unsaved changes and without a transaction of its own.</param>
    /// <param name="work">Changes and saves, and says what is to be paid. What it leaves unsaved is saved after it.</param>
    /// <param name="cancellationToken">Stops waiting until the commit begins; the commit itself is always waited for.</param>
    /// <exception cref="InvalidOperationException">
    /// The context is in a transaction already, or has unsaved changes; or the answer to a commit was lost, as in the other overload.
    /// </exception>
    public static Task<CreateResult> SaveWithPaymentAsync(this IQrisPayments payments, DbContext context,
        Func<CancellationToken, Task<NewPayment>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payments);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(work);
        if (context.ChangeTracker.HasChanges())
            throw new InvalidOperationException($"{context.GetType().Name} has unsaved changes, which a repeat would lose. "
                + "Make them inside the delegate.");
        return new SavedPayment(payments, context, async token =>
        {
            var payment = await work(token);
            await context.SaveChangesAsync(token);
            return payment;
        })
        {
            OnUndone = context.ChangeTracker.Clear,
        }.RunAsync(cancellationToken);
    }

    /// <summary>
    /// Makes a payment in the context's current transaction. Order and payment commit or vanish together once the order is saved and the
    /// transaction committed; see <see cref="IQrisPayments.CreateAsync(NewPayment, DbTransaction, CancellationToken)"/>. A deadlock
    /// surfaces as the driver's own exception, which the context's execution strategy knows.
    /// </summary>
    /// <param name="payments">The module.</param>
    /// <param name="payment">What is to be paid.</param>
    /// <param name="context">In a transaction on the database that holds the <c>qris_*</c> tables.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The context has no current transaction.</exception>
    public static Task<CreateResult> CreateAsync(
        this IQrisPayments payments, NewPayment payment, DbContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payments);
        var transaction = TransactionOf(context, "the payment", $", or call payments.{nameof(SaveWithPaymentAsync)}(context, payment)");
        return payments.CreateAsync(payment, transaction, cancellationToken);
    }

    /// <summary>
    /// Gives money back in the context's current transaction, so that the refund and the shop's record of it commit or vanish together;
    /// see <see cref="IQrisPayments.RefundAsync(string, NewRefund, DbTransaction, CancellationToken)"/>. A deadlock surfaces as the
    /// driver's own exception, which the context's execution strategy knows.
    /// </summary>
    /// <param name="payments">The module.</param>
    /// <param name="paymentId">The payment, <c>pay_…</c>.</param>
    /// <param name="refund">How much and why.</param>
    /// <param name="context">In a transaction on the database that holds the <c>qris_*</c> tables.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The context has no current transaction.</exception>
    /// <exception cref="QrisTransientException">
    /// The same <see cref="NewRefund.Key"/> came at the same moment: roll the whole transaction back and run it again.
    /// </exception>
    public static Task<RefundResult> RefundAsync(this IQrisPayments payments, string paymentId, NewRefund refund, DbContext context,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payments);
        var transaction = TransactionOf(context, "the refund", "");
        return payments.RefundAsync(paymentId, refund, transaction, cancellationToken);
    }

    private static DbTransaction TransactionOf(DbContext context, string what, string otherRemedy)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Database.CurrentTransaction is { } current) return current.GetDbTransaction();
        var name = context.GetType().Name;
        var begin = "await using var transaction = await context.Database.BeginTransactionAsync()";
        throw new InvalidOperationException($"{name} has no current transaction, so {what} could not commit together with what it saves "
            + $"(a TransactionScope is not joined). Begin one first: {begin}"
            + (context.Database.CreateExecutionStrategy().RetriesOnFailure
                ? " inside context.Database.CreateExecutionStrategy().ExecuteAsync(…), since its execution strategy retries" : "")
            + $"{otherRemedy}.");
    }
}
