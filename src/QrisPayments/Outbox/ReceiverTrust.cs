using System.Collections.Concurrent;

namespace QrisPayments.Outbox;

/// <summary>
/// Which receivers of callbacks answer, as far as this node knows since it started. A courtesy to the others, never truth: it is in
/// memory, and a receiver that is not in it is asked all the same, with one delivery at a time.
/// </summary>
internal sealed class ReceiverTrust
{
    /// <summary>So many in a row without a prompt answer, and a receiver is taken for dead until it gives one.</summary>
    private const int MaxMissed = 3;

    /// <summary>Callback addresses are chosen by others, who might name a new one every time.</summary>
    private const int MaxKnown = 10_000;

    /// <summary>Who takes longer holds up as much as one that never answers.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _missed = new(StringComparer.Ordinal);

    public bool Has(string receiver) => _missed.ContainsKey(receiver);

    /// <summary>It gave some answer, whatever it was.</summary>
    public void Answered(string receiver, TimeSpan after)
    {
        if (after > Prompt)
        {
            Missed(receiver);
            return;
        }
        // A receiver that is forgotten is known again after one delivery.
        if (_missed.Count >= MaxKnown) _missed.Clear();
        _missed[receiver] = 0;
    }

    /// <summary>It could not be reached, or said nothing in its time.</summary>
    public void Missed(string receiver)
    {
        if (!_missed.TryGetValue(receiver, out var missed)) return;
        // Answers that come in between may win or lose against this; the next ones tell.
        if (missed + 1 >= MaxMissed) _missed.TryRemove(receiver, out _);
        else _missed[receiver] = missed + 1;
    }
}
