namespace QrisPayments.Tests.Refunds;

/// <summary>
/// A gateway that really gives money back: once for each key, never more than was paid, and by its dashboard, too. It may refuse, take its
/// time, and lose a request or an answer.
/// </summary>
internal sealed class RefundGateway(long paid, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, long> _gone = [];
    private int _entries;

    /// <summary>What went back, by key.</summary>
    public IReadOnlyDictionary<string, long> Gone
    {
        get
        {
            lock (_gone) return new Dictionary<string, long>(_gone);
        }
    }

    /// <summary>Answers a request for a refund; null for an answer that is lost.</summary>
    public string? Refund(string key, long amount)
    {
        lock (_gone)
        {
            var chance = _random.Next(100);
            if (_gone.ContainsKey(key)) return "done " + key;
            if (chance < 10) return null;
            if (chance < 25 || !TryGive(key, amount)) return "no";
            if (chance < 50) return null;
            return chance < 65 ? "pending" : "done " + key;
        }
    }

    /// <summary>How a refund stands.</summary>
    public string Stands(string key)
    {
        lock (_gone) return _random.Next(100) < 20 ? "garbled" : _gone.ContainsKey(key) ? "done " + key : "nothing";
    }

    /// <summary>Somebody gives money back at its dashboard.</summary>
    public void GiveAtDashboard(long amount)
    {
        lock (_gone) TryGive($"D-{++_entries}", amount);
    }

    /// <summary>How the payment stands.</summary>
    public string Status(string paidWord)
    {
        lock (_gone)
            return _gone.Count == 0
                ? paidWord
                : $"reversed refund {_gone.Values.Sum()} {string.Join(',', _gone.Select(one => $"{one.Key}:{one.Value}"))}";
    }

    private bool TryGive(string key, long amount)
    {
        if (_gone.Values.Sum() + amount > paid) return false;
        _gone.Add(key, amount);
        return true;
    }
}
