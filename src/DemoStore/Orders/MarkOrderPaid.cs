using System.Data.Common;
using Dapper;
using QrisPayments;

namespace DemoStore.Orders;

/// <summary>Keeps the orders in step with their payments.</summary>
internal sealed class MarkOrderPaid : IPaymentHandler
{
    // Compare-and-set: only the whole amount, and only once. Whichever payment of the order the money came through, also
    // a late one after a new payment was begun.
    private const string SetPaid = """
        UPDATE orders SET status = 'paid', paid_at = @paidAt, payment_id = @paymentId, payment_ended = NULL
        WHERE number = @number AND total = @amount AND status = 'awaiting_payment'
        """;

    // Only the order's newest payment may say so: the end of an older one is no news.
    private const string SetEnded = """
        UPDATE orders SET payment_ended = @ended
        WHERE number = @number AND payment_id = @paymentId AND status = 'awaiting_payment'
        """;

    public Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var payment = paymentEvent.Payment;
        // The merchant API knows order numbers of its own; only payments that this shop made count for its orders.
        if (payment.App is not null) return Task.CompletedTask;

        return paymentEvent.Type switch
        {
            PaymentEventTypes.Paid => RunAsync(SetPaid,
                new
                {
                    number = payment.OrderId, amount = payment.Amount, paymentId = payment.Id,
                    paidAt = (payment.PaidAt ?? paymentEvent.At).UtcDateTime
                }),
            PaymentEventTypes.Expired => EndedAsync("expired"),
            PaymentEventTypes.Cancelled => EndedAsync("cancelled"),
            PaymentEventTypes.Failed => EndedAsync("failed"),
            _ => Task.CompletedTask,
        };

        Task EndedAsync(string ended) => RunAsync(SetEnded, new { number = payment.OrderId, paymentId = payment.Id, ended });

        Task RunAsync(string sql, object values) =>
            transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancellationToken));
    }
}
