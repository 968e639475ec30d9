namespace QrisPayments.Outbox;

/// <summary>
/// How many deliveries of one kind this node makes at a time, and for whom. Where receivers may be dead, those that are known to answer
/// are never kept waiting by the others: all the others together get half of the places, and each of them one.
/// </summary>
internal sealed class Places(int total, ReceiverTrust? trust = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _held = new(StringComparer.Ordinal);

    public int Total => total;

    public bool AnyFree
    {
        get { lock (_lock) return _held.Count < total; }
    }

    /// <summary>Whether one of those that may be dead could begin; each of them has one place.</summary>
    public bool HasRoomForDoubtful
    {
        get { lock (_lock) return _held.Count < total && DoubtfulRoom > 0; }
    }

    /// <summary>It may be dead: it is not known to answer.</summary>
    public bool IsDoubtful(string receiver) => trust?.Has(receiver) == false;

    private int DoubtfulRoom => Math.Max(1, total / 2) - _held.Values.Count(IsDoubtful);

    /// <summary>How many deliveries to a receiver are being made.</summary>
    public int HeldBy(string receiver)
    {
        lock (_lock) return Count(receiver);
    }

    /// <summary>How many more may be begun for a receiver, whose part is <paramref name="share"/> places.</summary>
    public int Room(string receiver, int share)
    {
        lock (_lock)
        {
            var room = Math.Min(total - _held.Count, share - Count(receiver));
            return IsDoubtful(receiver) ? Math.Min(room, Math.Min(1 - Count(receiver), DoubtfulRoom)) : room;
        }
    }

    /// <summary>False when it is being made already: a look may be older than its claim.</summary>
    public bool Take(string delivery, string receiver)
    {
        lock (_lock) return _held.TryAdd(delivery, receiver);
    }

    public void Leave(string delivery)
    {
        lock (_lock) _held.Remove(delivery);
    }

    private int Count(string receiver) => _held.Values.Count(holder => holder == receiver);
}
