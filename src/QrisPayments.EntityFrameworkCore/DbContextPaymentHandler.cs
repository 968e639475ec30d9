using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace QrisPayments;

/// <summary>
/// A handler that writes through the shop's <see cref="DbContext"/>: everything that is saved commits with the acknowledgement of the
/// event, and happens exactly once. Register it with <c>services.AddPaymentHandler&lt;T&gt;()</c>.
/// </summary>
/// <remarks>
/// The context joins the delivery's transaction before the handler is called, and what the handler leaves unsaved is saved after it. An
/// exception undoes all of it, and the event comes again, with growing pauses. Nothing is repeated inside a transaction, also when
/// the context's execution strategy retries. Do not begin, commit or roll back a transaction. The context must be on the database that
/// holds the <c>qris_*</c> tables; services of the same scope that use it join with it.
/// </remarks>
/// <typeparam name="TContext">The shop's context, as it is registered (also with <c>AddDbContextPool</c>).</typeparam>
/// <param name="context">The scope's context.</param>
public abstract class DbContextPaymentHandler<TContext>(TContext context) : IPaymentHandler where TContext : DbContext
{
    /// <summary>Handles one event.</summary>
    /// <param name="paymentEvent">What happened.</param>
    /// <param name="db">The context, in the transaction that acknowledges the event.</param>
    /// <param name="cancellationToken">Set when the host stops or the delivery's lease runs out.</param>
    protected abstract Task HandleAsync(PaymentEvent paymentEvent, TContext db, CancellationToken cancellationToken);

    Task IPaymentHandler.HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken) =>
        JoinedContext.RunAsync(context, transaction, async () =>
        {
            await HandleAsync(paymentEvent, context, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
        });
}
