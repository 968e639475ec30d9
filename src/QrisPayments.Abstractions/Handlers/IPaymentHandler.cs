using System.Data.Common;

namespace QrisPayments;

/// <summary>
/// Reacts to the outcomes of payments: paid, expired, cancelled, failed, refunded, disputed, review opened. Register it with
/// <c>services.AddPaymentHandler&lt;T&gt;()</c>; a new instance with scoped services is made for every delivery.
/// </summary>
/// <remarks>
/// The transaction's first statement has already acknowledged the delivery. What you write through it therefore happens
/// exactly once: commit keeps both, an exception undoes both and the event comes again, with growing pauses. What reaches
/// beyond the transaction (mail, HTTP) happens at least once. Do not commit or roll back yourself. Every statement takes
/// <c>transaction: transaction</c>, since some drivers refuse commands that omit it.
/// <para>
/// DDL (<c>CREATE</c>, <c>ALTER</c>, <c>DROP</c>, <c>TRUNCATE</c> …) commits in MySQL and MariaDB: run it when the application
/// starts, never here. If a handler runs it, or commits on its own, and then fails, the event comes again although what was
/// written before stays: that happens at least once, too.
/// </para>
/// </remarks>
public interface IPaymentHandler
{
    /// <summary>Handles one event.</summary>
    /// <param name="paymentEvent">What happened.</param>
    /// <param name="transaction">The acknowledging transaction on the database that holds the <c>qris_*</c> tables.</param>
    /// <param name="cancellationToken">Set when the host stops or the delivery's lease runs out.</param>
    Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken);
}
