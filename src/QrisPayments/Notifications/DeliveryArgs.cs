using System.Text.Json;
using QrisPayments.Outbox;

namespace QrisPayments.Notifications;

/// <summary>What a notification needs to know besides its subject, kept with its delivery.</summary>
internal sealed record DeliveryArgs
{
    /// <summary>One of <see cref="PaymentEventTypes"/>; null where it tells of money.</summary>
    public string? Type { get; init; }

    /// <summary>The refund that the event is about; null for every other event.</summary>
    public string? Refund { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Which app is told of money.</summary>
    public string? App { get; init; }

    public string ToStored() => JsonSerializer.Serialize(this);

    public static DeliveryArgs Of(Delivery delivery) => JsonSerializer.Deserialize<DeliveryArgs>(delivery.Args ?? "{}")!;
}
