using QrisPayments.Storage;

namespace QrisPayments.Plugins;

/// <summary>The last things that went wrong in a plugin, and the words that none of them may hold.</summary>
internal sealed class PluginFaults(TimeProvider clock)
{
    private const int Kept = 20;
    private const int MostSecrets = 200;
    private const int MaxLength = 500;

    /// <summary>Shorter ones would blacken ordinary words, and are no secrets.</summary>
    private const int LeastSecret = 4;

    private readonly Lock _lock = new();
    private readonly Queue<PluginFault> _faults = new();
    private readonly LinkedList<string> _secrets = [];
    private DateTimeOffset? _last;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<PluginFault> Recent
    {
        get
        {
            lock (_lock) return [.. _faults.Reverse()];
        }
    }

    /// <summary>When something last went wrong.</summary>
    public DateTimeOffset? Last
    {
        get
        {
            lock (_lock) return _last;
        }
    }

    public PluginFault Add(PluginCall call, string message)
    {
        var fault = new PluginFault(clock.Now(), call.What, call.Account, message);
        lock (_lock)
        {
            _last = fault.At;
            _faults.Enqueue(fault);
            if (_faults.Count > Kept) _faults.Dequeue();
        }
        return fault;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
            _last = null;
        }
    }

    /// <summary>
    /// Words to cut out from now on. Old ones stay: what began with them may still fail. Each is cut as it is and as an
    /// address carries it (WIRE Q8).
    /// </summary>
    public void Conceal(IEnumerable<string> secrets)
    {
        lock (_lock)
        {
            foreach (var word in secrets.Where(secret => secret.Length >= LeastSecret).SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) }).Distinct(StringComparer.Ordinal))
                if (!_secrets.Contains(word)) _secrets.AddFirst(word);
            while (_secrets.Count > MostSecrets) _secrets.RemoveLast();
        }
    }

    /// <summary>The text without secrets, on one line, cut to a length that can be shown.</summary>
    public string Clean(string text)
    {
        // A text without end is cut first, generously: a secret at the cut's edge is gone with the second cut.
        text = StoredText.Cut(text, MaxLength * 20);
        lock (_lock)
            // The longest first: one may be part of another.
            foreach (var secret in _secrets.OrderByDescending(secret => secret.Length))
                text = text.Replace(secret, "[secret]", StringComparison.Ordinal);
        return StoredText.Cut(text.ReplaceLineEndings(" "), MaxLength);
    }
}
