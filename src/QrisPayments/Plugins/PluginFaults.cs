using QrisPayments.Foundation;
using QrisPayments.Settings;
using QrisPayments.Storage;

namespace QrisPayments.Plugins;

/// <summary>The last things that went wrong in a plugin, and the words that none of them may hold.</summary>
internal sealed class PluginFaults(TimeProvider clock)
{
    private const int Kept = 20;
    private const int MaxSecrets = 200;
    private const int MaxLength = 500;

    private readonly Lock _lock = new();
    private readonly Queue<PluginFault> _faults = new();
    private readonly LinkedList<string> _secrets = [];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<PluginFault> Recent
    {
        get
        {
            lock (_lock) return [.. _faults.Reverse()];
        }
    }

    public PluginFault Add(PluginCall call, string message)
    {
        var fault = new PluginFault(clock.Now(), call.What, call.Account, message);
        lock (_lock)
        {
            _faults.Enqueue(fault);
            if (_faults.Count > Kept) _faults.Dequeue();
        }
        return fault;
    }

    public void Clear()
    {
        lock (_lock) _faults.Clear();
    }

    /// <summary>Words to cut out from now on. Old ones stay: what began with them may still fail (WIRE Q8).</summary>
    public void Conceal(SecretWords secrets)
    {
        lock (_lock)
        {
            foreach (var word in secrets.All)
                if (!_secrets.Contains(word)) _secrets.AddFirst(word);
            while (_secrets.Count > MaxSecrets) _secrets.RemoveLast();
        }
    }

    /// <summary>The text without secrets and without what is not seen, on one line, cut to a length that can be shown.</summary>
    public string Clean(string text)
    {
        // A text without end is cut first, generously: a secret at the cut's edge is gone with the second cut.
        text = CleanText.Of(StoredText.Cut(text, MaxLength * 20));
        lock (_lock)
            // The longest first: one may be part of another.
            foreach (var secret in _secrets.OrderByDescending(secret => secret.Length))
                text = text.Replace(secret, SecretWords.Mask, StringComparison.Ordinal);
        return StoredText.Cut(text.ReplaceLineEndings(" "), MaxLength);
    }
}
