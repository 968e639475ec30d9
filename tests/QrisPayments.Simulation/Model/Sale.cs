using System.Collections.Concurrent;

namespace QrisPayments.Simulation.Model;

/// <summary>A payment as its buyer knows it, to be compared with the books.</summary>
internal sealed class Sale(BuyerPlan plan, string paymentId)
{
    private readonly ConcurrentQueue<Transfer> _sent = new();

    public BuyerPlan Plan => plan;

    public string PaymentId => paymentId;

    /// <summary>What the code asks for; null when none was ever shown.</summary>
    public long? Total { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Whether it was asked to be called off, however that ended.</summary>
    public bool IsCalledOff { get; set; }

    /// <summary>Whether the shop said that it is called off.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Whether the payer's bank took the money back.</summary>
    public bool IsChargedBack { get; set; }

    /// <summary>What the shop was asked to give back and said yes to: the refund's id and whole rupiah.</summary>
    public ConcurrentQueue<(string Id, long Amount)> Refunds { get; } = [];

    /// <summary>What the buyer sent for it.</summary>
    public IReadOnlyCollection<Transfer> Sent => _sent;

    public void Add(Transfer money) => _sent.Enqueue(money);

    public override string ToString() => $"payment {paymentId} ({plan.OrderId}, {plan.Channel}, {plan.Conduct}, Rp{Total})";
}
