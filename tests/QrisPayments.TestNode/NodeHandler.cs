using System.Data.Common;
using Dapper;

namespace QrisPayments.TestNode;

/// <summary>
/// Writes one row for every event into a table without a unique key, so that a second delivery would show.
/// </summary>
internal sealed class NodeHandler : IPaymentHandler
{
    public async Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await transaction.Connection!.ExecuteAsync(
            "INSERT INTO node_effects (event_id, type, payment_id, node) VALUES (@Id, @Type, @Payment, @Node)",
            new { paymentEvent.Id, paymentEvent.Type, Payment = paymentEvent.Payment.Id, Node = Environment.ProcessId },
            transaction);

        if (Environment.GetEnvironmentVariable(NodeSignals.HoldAt) == paymentEvent.Type)
        {
            System.Console.WriteLine(NodeSignals.Holding);
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        }
    }
}
