using System.Collections.Concurrent;

namespace QrisPayments.Simulation.Model;

/// <summary>All money that moved in this run.</summary>
internal sealed class Bank
{
    private readonly ConcurrentQueue<Transfer> _transfers = new();
    private int _last;

    public IReadOnlyCollection<Transfer> Transfers => _transfers;

    /// <summary>Money moves, now.</summary>
    public Transfer Send(string account, long amount, Purpose purpose, string? paymentId)
    {
        var transfer = new Transfer
        {
            No = Interlocked.Increment(ref _last), Account = account, Amount = amount, At = Now(), Purpose = purpose, PaymentId = paymentId,
        };
        _transfers.Enqueue(transfer);
        return transfer;
    }

    /// <summary>Banks tell whole seconds.</summary>
    private static DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
}
