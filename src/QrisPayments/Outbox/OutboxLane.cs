using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Outbox;

/// <summary>
/// The deliveries of one kind on this node. They are begun as places become free, and receivers take turns, so that none waits for
/// another one's backlog.
/// </summary>
internal sealed class OutboxLane(
    IDeliver deliver, Places places, DueDeliveries due, DeliveryMaker maker, OutboxSignal signal, OutboxOptions options)
{
    private readonly string _kind = deliver.Kind;
    private readonly List<Task> _begun = [];

    /// <summary>Rows that a transaction holds although their lease is over, until when they are passed over.</summary>
    private readonly ConcurrentDictionary<string, (string Receiver, long Until)> _locked = new(StringComparer.Ordinal);

    /// <summary>
    /// Whose turn was last: among those that may be dead, and among all others. Each has a cursor of its own, or the traffic of the one
    /// would carry it past those of the other that still wait.
    /// </summary>
    private string _lastDoubtful = "", _last = "";

    /// <summary>The last look left deliveries waiting; the next place that becomes free is for them.</summary>
    private volatile bool _someWait;

    /// <summary>The look under way leaves deliveries waiting.</summary>
    private bool _left;

    /// <summary>How many deliveries have ended on this node.</summary>
    private int _ended;

    /// <param name="onFailedLook">Told of a look that the database did not answer; nothing is lost, the rows wait.</param>
    /// <param name="stoppingToken">Set when the host stops.</param>
    public async Task RunAsync(Action<Exception> onFailedLook, CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception exception)
                {
                    // The look failed, so deliveries may be waiting.
                    _someWait = true;
                    if (!stoppingToken.IsCancellationRequested) onFailedLook(exception);
                }
                await signal.WaitAsync(_kind, options.PollInterval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what was begun is recorded before.
            await Task.WhenAll(_begun);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        _begun.RemoveAll(task => task.IsCompleted);
        foreach (var (id, (_, until)) in _locked)
            if (until < Environment.TickCount64) _locked.TryRemove(id, out _);
        var ended = Volatile.Read(ref _ended);
        await BeginAsync(stoppingToken);
        _someWait = _left;
        // A delivery that ended during the look may have read the old value and not rung.
        Interlocked.MemoryBarrier();
        if (_someWait && Volatile.Read(ref _ended) != ended) signal.Ring(_kind);
    }

    /// <summary>Begins what there is room for, and notes whether more may be waiting.</summary>
    private async Task BeginAsync(CancellationToken stoppingToken)
    {
        _left = !places.AnyFree;
        if (_left) return;
        switch (deliver.Sharing)
        {
            case Sharing.Outside:
                await LookOutsideAsync(Math.Max(1, places.Total / 4), stoppingToken);
                break;
            case Sharing.Named named:
                await LookByNameAsync(named.Receivers(), stoppingToken);
                break;
            default:
                await BeginEachAsync(new[] { Receiver.None }.ToAsyncEnumerable(), "", places.Total, _ => true, () => !places.AnyFree,
                    stoppingToken);
                break;
        }
    }

    private async Task LookOutsideAsync(int share, CancellationToken stoppingToken)
    {
        // Those that may be dead have at most half of the places; so they may come first, and are not crowded out by the others.
        if (places.HasRoomForDoubtful)
            _lastDoubtful = await BeginEachAsync(
                due.ReceiversAsync(_kind, _lastDoubtful, stoppingToken), _lastDoubtful, share, places.IsDoubtful,
                    () => !places.HasRoomForDoubtful, stoppingToken);
        else _left = true;
        if (places.AnyFree)
            _last = await BeginEachAsync(
                due.ReceiversAsync(_kind, _last, stoppingToken), _last, share, receiver => !places.IsDoubtful(receiver),
                    () => !places.AnyFree, stoppingToken);
        else _left = true;
    }

    private async Task LookByNameAsync(IReadOnlyList<string> receivers, CancellationToken stoppingToken)
    {
        var share = Math.Max(1, places.Total / Math.Max(1, receivers.Count));
        var last = await BeginEachAsync(From(receivers, _last).ToAsyncEnumerable(), _last, share, _ => true, () => !places.AnyFree,
            stoppingToken);
        // In their order, unless there was not room for all of them: then the others are next.
        _last = places.AnyFree ? "" : last;
    }

    /// <summary>Begins what these receivers have a right to; answers which of them was the last.</summary>
    private async Task<string> BeginEachAsync(
        IAsyncEnumerable<string> receivers, string last, int share, Predicate<string> isMeant, Func<bool> isOver,
            CancellationToken stoppingToken)
    {
        await foreach (var receiver in receivers)
        {
            if (!isMeant(receiver)) continue;
            var room = places.Room(receiver, share);
            if (room <= 0)
            {
                _left = true;
            }
            else
            {
                // Those that were begun a moment ago may not be claimed yet.
                var passed = places.HeldBy(receiver) + _locked.Values.Count(row => row.Receiver == receiver);
                var found = await due.FindAsync(_kind, receiver, deliver.Has, room + passed, stoppingToken);
                _left |= found.Count == room + passed;
                foreach (var delivery in found)
                {
                    if (_locked.ContainsKey(delivery.Id)) continue;
                    if (room == 0) _left = true;
                    else if (places.Take(delivery.Id, receiver))
                    {
                        room--;
                        last = receiver;
                        _begun.Add(Task.Run(() => MakeAsync(delivery, stoppingToken), CancellationToken.None));
                    }
                }
            }
            if (!isOver()) continue;
            _left = true;
            break;
        }
        return last;
    }

    /// <summary>All of them, beginning with the one behind <paramref name="last"/>.</summary>
    private static IEnumerable<string> From(IReadOnlyList<string> targets, string last)
    {
        var start = 1 + targets.ToList().IndexOf(last);
        return targets.Skip(start).Concat(targets.Take(start));
    }

    private async Task MakeAsync(Delivery delivery, CancellationToken stoppingToken)
    {
        var made = Made.Failed;
        try
        {
            made = await maker.MakeAsync(deliver, delivery, stoppingToken);
            if (made == Made.Locked)
                _locked[delivery.Id] = (delivery.Receiver, Environment.TickCount64 + (long)options.Lease.TotalMilliseconds);
        }
        finally
        {
            places.Leave(delivery.Id);
            Interlocked.Increment(ref _ended);
        }
        if (made == Made.Again || (made != Made.Failed && _someWait)) signal.Ring(_kind);
    }
}
