using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// Reads payments by id, and several at once when several ask: who comes while a query is under way waits for the next one
/// and shares it. Nothing is kept: every answer was read after it was asked for. Alone, one is answered as fast as ever;
/// a crowd (pages that poll, a sale that opens) costs a fraction of its round trips.
/// </summary>
internal sealed class SharedReads(Database database)
{
    private const int Batch = 64;

    /// <summary>
    /// More queries than one at a time only while one takes longer than it should: a lost connection must not stop all pages.
    /// </summary>
    private const int MaxLanes = 8;
    private const long SlowAfter = 25;

    // Found by the primary key.
    private const string ByIds = PaymentRow.Select + " WHERE p.id IN @ids";

    private readonly Lock _gate = new();
    private Dictionary<string, TaskCompletionSource<PaymentRow?>> _waiting = new(StringComparer.Ordinal);
    private int _lanes;
    private long _lastTaken;

    public Task<PaymentRow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        Task<PaymentRow?> answer;
        lock (_gate)
        {
            if (!_waiting.TryGetValue(id, out var waiting))
                _waiting.Add(id, waiting = new TaskCompletionSource<PaymentRow?>(TaskCreationOptions.RunContinuationsAsynchronously));
            answer = waiting.Task;
            if (_lanes == 0 || (_lanes < MaxLanes && Environment.TickCount64 - _lastTaken > SlowAfter))
            {
                _lanes++;
                _lastTaken = Environment.TickCount64;
                _ = Task.Run(RunAsync, CancellationToken.None);
            }
        }
        return answer.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            Dictionary<string, TaskCompletionSource<PaymentRow?>>? batch = null;
            try
            {
                // One connection for as long as there are questions. Should it be lost, those that have no answer yet are asked again.
                await database.RunAsync<object?>(async session =>
                {
                    while ((batch = batch is { Count: > 0 } ? batch : Take()).Count > 0)
                    {
                        foreach (var row in await ReadAsync(session, [.. batch.Keys]))
                            if (batch.Remove(row.Id, out var asked)) asked.SetResult(row);
                        foreach (var asked in batch.Values) asked.SetResult(null);
                        batch.Clear();
                    }
                    return null;
                }, CancellationToken.None);
                return;
            }
            // Each of those who asked hears it, as if they had asked alone.
            catch (Exception exception)
            {
                batch ??= Take();
                foreach (var asked in batch.Values) asked.TrySetException(exception);
                if (batch.Count == 0) return;
            }
        }
    }

    /// <summary>The next to be read; with none left, the lane has ended.</summary>
    private Dictionary<string, TaskCompletionSource<PaymentRow?>> Take()
    {
        lock (_gate)
        {
            _lastTaken = Environment.TickCount64;
            var batch = _waiting;
            if (batch.Count == 0) _lanes--;
            if (batch.Count <= Batch)
            {
                _waiting = new(StringComparer.Ordinal);
                return batch;
            }
            batch = new(_waiting.Take(Batch), StringComparer.Ordinal);
            foreach (var id in batch.Keys) _waiting.Remove(id);
            return batch;
        }
    }

    private static Task<List<PaymentRow>> ReadAsync(DbSession session, string[] ids) =>
        session.QueryAsync<PaymentRow>(ByIds, new { ids = IdList.Padded(ids) });
}
