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

    private const string IsPaidByIt = "SELECT COUNT(*) FROM orders WHERE number = @number AND payment_id = @paymentId AND status = 'paid'";

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
            PaymentEventTypes.Paid => PaidAsync(),
            PaymentEventTypes.Expired => EndedAsync("expired"),
            PaymentEventTypes.Cancelled => EndedAsync("cancelled"),
            PaymentEventTypes.Failed => EndedAsync("failed"),
            _ => Task.CompletedTask,
        };

        // Money that fits no order is never passed over in silence: the exception keeps the event due, and the console shows it.
        async Task PaidAsync()
        {
            var paidAt = (payment.PaidAt ?? paymentEvent.At).UtcDateTime;
            var values = new { number = payment.OrderId, amount = payment.Amount, paymentId = payment.Id, paidAt };
            if (await RunAsync(SetPaid, values) == 1) return;
            // Told once more, perhaps because a person had the event delivered again.
            if (await transaction.Connection!.ExecuteScalarAsync<long>(Command(IsPaidByIt, values)) == 1) return;
            throw new InvalidOperationException(
                $"Payment {payment.Id} over {payment.Amount} rupiah is paid, but order {payment.OrderId} does not wait for that amount.");
        }

        Task EndedAsync(string ended) => RunAsync(SetEnded, new { number = payment.OrderId, paymentId = payment.Id, ended });

        Task<int> RunAsync(string sql, object values) => transaction.Connection!.ExecuteAsync(Command(sql, values));

        CommandDefinition Command(string sql, object values) => new(sql, values, transaction, cancellationToken: cancellationToken);
    }
}
