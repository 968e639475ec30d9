using Microsoft.Extensions.Logging;
using QrisPayments.Storage;

namespace QrisPayments.Checkout;

/// <summary>
/// Tells open pages that their payment changed, on whichever node it happened. One loop per node reads the versions of all
/// watched payments in one query, and runs only while a page is open.
/// </summary>
internal sealed class PaymentWatcher(Database database, ILogger<PaymentWatcher> logger)
{
    public const int StreamsPerPayment = 5;
    private const int Batch = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    // Found by the primary key.
    private const string Versions = "SELECT id AS Id, version AS Version FROM qris_payments WHERE id IN @ids";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);
    private bool _running;

    /// <summary>How many payments are watched now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _watched.Count;
        }
    }

    /// <summary>Null when the payment has as many watchers as it may have. Dispose it to stop.</summary>
    public Watch? TryWatch(string id)
    {
        lock (_gate)
        {
            if (!_watched.TryGetValue(id, out var watched))
                _watched.Add(id, watched = new Watched());
            if (watched.Streams == StreamsPerPayment)
                return null;
            watched.Streams++;
            if (!_running)
            {
                _running = true;
                _ = Task.Run(RunAsync);
            }
            return new Watch(this, id, watched);
        }
    }

    private async Task RunAsync()
    {
        var (isFailing, isTold) = (false, false);
        while (true)
        {
            string[] ids;
            lock (_gate)
            {
                if (_watched.Count == 0)
                {
                    _running = false;
                    return;
                }
                ids = [.. _watched.Keys];
            }
            try
            {
                foreach (var batch in ids.Chunk(Batch))
                    Publish(await ReadAsync(batch));
                (isFailing, isTold) = (false, false);
            }
            catch (Exception exception)
            {
                // Pages fall back to polling; the loop must outlive a database that restarts.
                var level = DatabaseTroubles.Level(exception, LogLevel.Error);
                if (!isTold) logger.Log(level, exception, "The versions of watched payments cannot be read; trying again.");
                // An outage is told of elsewhere; a fault that follows it is not.
                (isFailing, isTold) = (true, isTold || level > LogLevel.Debug);
            }
            await Task.Delay(isFailing ? PauseAfterFailure : Pause);
        }
    }

    private Task<List<PaymentVersion>> ReadAsync(string[] batch) =>
        database.RunAsync(session => session.QueryAsync<PaymentVersion>(Versions, new { ids = IdList.Padded(batch) }),
            CancellationToken.None);

    private void Publish(List<PaymentVersion> rows)
    {
        lock (_gate)
        {
            foreach (var row in rows)
            {
                if (_watched.TryGetValue(row.Id, out var watched))
                    watched.See(row.Version);
            }
        }
    }

    private void Leave(string id, Watched watched)
    {
        lock (_gate)
        {
            if (--watched.Streams == 0)
                _watched.Remove(id);
        }
    }

    private Task? Change(Watched watched, long known)
    {
        lock (_gate)
            return watched.Version is { } version && version > known ? null : watched.Changed.Task;
    }

    /// <summary>One page's watch on one payment.</summary>
    public sealed class Watch : IDisposable
    {
        private readonly PaymentWatcher _owner;
        private readonly string _id;
        private readonly Watched _watched;
        private bool _left;

        internal Watch(PaymentWatcher owner, string id, Watched watched) => (_owner, _id, _watched) = (owner, id, watched);

        /// <summary>True once the version is another than <paramref name="known"/>, false after <paramref name="timeout"/>.</summary>
        public async Task<bool> WaitAsync(long known, TimeSpan timeout, CancellationToken cancellationToken)
        {
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timer.CancelAfter(timeout);
            while (_owner.Change(_watched, known) is { } change)
            {
                await change.WaitAsync(timer.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                if (timer.IsCancellationRequested)
                    return false;
            }
            return true;
        }

        public void Dispose()
        {
            if (_left) return;
            _left = true;
            _owner.Leave(_id, _watched);
        }
    }

    internal sealed class Watched
    {
        public int Streams { get; set; }

        public long? Version { get; private set; }

        public TaskCompletionSource Changed { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void See(long version)
        {
            if (Version == version) return;
            Version = version;
            Changed.TrySetResult();
            Changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class PaymentVersion
    {
        public string Id { get; init; } = "";
        public long Version { get; init; }
    }
}
