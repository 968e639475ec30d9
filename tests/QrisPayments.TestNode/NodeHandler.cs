using System.Data.Common;

namespace QrisPayments.TestNode;

/// <summary>
/// Writes one row for every event into a table without a unique key, so that a second delivery would show.
/// </summary>
internal sealed class NodeHandler : IPaymentHandler
{
    public async Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken)
    {
        // Not with Dapper, which a contrary host has taught to falsify.
        await using var insert = transaction.Connection!.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO node_effects (event_id, type, payment_id, node) VALUES (@id, @type, @payment, @node)";
        foreach (var (name, value) in new (string, object)[]
        {
            ("id", paymentEvent.Id), ("type", paymentEvent.Type), ("payment", paymentEvent.Payment.Id), ("node", Environment.ProcessId),
        })
        {
            var parameter = insert.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            insert.Parameters.Add(parameter);
        }
        await insert.ExecuteNonQueryAsync(cancellationToken);

        if (Environment.GetEnvironmentVariable(NodeSignals.HoldAt) == paymentEvent.Type)
        {
            System.Console.WriteLine(NodeSignals.Holding);
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        }
    }
}
