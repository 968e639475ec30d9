namespace QrisPayments.Outbox;

/// <summary>
/// Makes the deliveries of one kind. The outbox decides when and how many at a time; what is delivered is the kind's own business.
/// </summary>
internal interface IDeliver
{
    /// <summary>What <c>qris_deliveries.kind</c> holds, 1–20 characters.</summary>
    string Kind { get; }

    /// <summary>How receivers of this kind share the places of a node.</summary>
    Sharing Sharing { get; }

    /// <summary>
    /// What this node has of that which deliveries need (<see cref="NewDelivery.Needs"/>); the others are left to another node.
    /// </summary>
    IReadOnlyCollection<string> Has { get; }

    /// <summary>How one that failed is tried again.</summary>
    RetryRules RetryOf(Delivery delivery);

    /// <summary>Makes one delivery, which this node has claimed. An exception counts as a failure.</summary>
    Task<DeliveryResult> DeliverAsync(Delivery delivery, CancellationToken cancellationToken);
}

/// <summary>How the receivers of one kind share the places of a node: exactly one of the nested records.</summary>
internal abstract record Sharing
{
    private Sharing() { }

    /// <summary>There is one receiver, which has them all.</summary>
    public sealed record One : Sharing;

    /// <summary>Receivers that this node knows by name, in their order, with equal parts.</summary>
    public sealed record Named(Func<IReadOnlyList<string>> Receivers) : Sharing;

    /// <summary>
    /// Addresses outside, which may be dead. Each has a quarter at most; those that are not known to answer have one place each and
    /// half of them together.
    /// </summary>
    public sealed record Outside : Sharing;
}

/// <summary>How a delivery that failed is tried again.</summary>
internal sealed record RetryRules
{
    public static readonly RetryRules Default = new();

    /// <summary>The longest pause between two tries.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After so many failures it is given up; null for never.</summary>
    public int? MaxTries { get; init; }

    /// <summary>After so many failures every pause is <see cref="MaxPause"/>, however short the first one was; null for never.</summary>
    public int? RareAfter { get; init; }
}
