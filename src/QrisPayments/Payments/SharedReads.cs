using System.Numerics;
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

    /// <summary>Queries at a time: the next one need not wait for the slowest.</summary>
    private const int Lanes = 2;

    // Found by the primary key.
    private const string ByIds = PaymentRow.Select + " WHERE p.id IN @ids";

    private readonly Lock _gate = new();
    private Dictionary<string, TaskCompletionSource<PaymentRow?>> _waiting = new(StringComparer.Ordinal);
    private int _running;

    public Task<PaymentRow?> FindAsync(string id, CancellationToken cancellationToken)
    {
        Task<PaymentRow?> answer;
        lock (_gate)
        {
            if (!_waiting.TryGetValue(id, out var waiting))
                _waiting.Add(id, waiting = new TaskCompletionSource<PaymentRow?>(TaskCreationOptions.RunContinuationsAsynchronously));
            answer = waiting.Task;
            if (_running < Lanes)
            {
                _running++;
                _ = Task.Run(RunAsync, CancellationToken.None);
            }
        }
        return answer.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            Dictionary<string, TaskCompletionSource<PaymentRow?>> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _running--;
                    return;
                }
                batch = Take();
            }
            try
            {
                var rows = await ReadAsync([.. batch.Keys]);
                foreach (var row in rows)
                    if (batch.Remove(row.Id, out var asked)) asked.SetResult(row);
                foreach (var asked in batch.Values) asked.SetResult(null);
            }
            // Each of those who asked hears it, as if they had asked alone.
            catch (Exception exception)
            {
                foreach (var asked in batch.Values) asked.TrySetException(exception);
            }
        }
    }

    private Dictionary<string, TaskCompletionSource<PaymentRow?>> Take()
    {
        var batch = _waiting;
        if (batch.Count <= Batch)
        {
            _waiting = new(StringComparer.Ordinal);
            return batch;
        }
        batch = new(_waiting.Take(Batch), StringComparer.Ordinal);
        foreach (var id in batch.Keys) _waiting.Remove(id);
        return batch;
    }

    private Task<List<PaymentRow>> ReadAsync(string[] ids)
    {
        // Few lengths, few statements to parse and cache: filled up with the last id to the next power of two.
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)ids.Length);
        string[] padded = [.. ids, .. Enumerable.Repeat(ids[^1], length - ids.Length)];
        return database.RunAsync(session => session.QueryAsync<PaymentRow>(ByIds, new { ids = padded }), CancellationToken.None);
    }
}
