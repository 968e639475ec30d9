namespace QrisPayments.Totals;

/// <summary>A row of <c>qris_reservations</c>: a total that is held, or was once.</summary>
internal sealed class HeldTotal
{
    public long Total { get; init; }
    public DateTime TakenAt { get; init; }
    public DateTime HeldUntil { get; init; }
}
