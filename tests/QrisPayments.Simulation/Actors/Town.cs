using System.Collections.Concurrent;
using QrisPayments.Simulation.Gateways;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Actors;

/// <summary>Where the buyers of a run live: whom they buy from, where their money goes, and who tells of it.</summary>
internal sealed record Town
{
    /// <summary>The two processes of the shop.</summary>
    public required IReadOnlyList<Uri> Shops { get; init; }

    /// <summary>The sellers' own systems, by app.</summary>
    public required IReadOnlyDictionary<string, ApiClient> Sellers { get; init; }

    /// <summary>Where callbacks go.</summary>
    public required Uri Receiver { get; init; }

    public required Bank Bank { get; init; }

    public required Midtrans Midtrans { get; init; }

    public required Qiospay Qiospay { get; init; }

    public required MoneyReports Reports { get; init; }

    public required Findings Findings { get; init; }

    public required Figures Figures { get; init; }

    public ConcurrentQueue<Sale> Sales { get; } = [];

    /// <summary>Money arrives on an account of the shop's own, and is heard of.</summary>
    public Transfer Send(string account, long amount, Purpose purpose, string? paymentId, Dice dice, bool once)
    {
        var money = account == "qiospay" ? Qiospay.Receive(amount, purpose, paymentId) : Bank.Send(account, amount, purpose, paymentId);
        // The ledger is one source; now and then the apps tell of its money, too.
        if (account != "qiospay" || (!once && dice.Chance(0.5))) Reports.Tell(money, once);
        return money;
    }
}
