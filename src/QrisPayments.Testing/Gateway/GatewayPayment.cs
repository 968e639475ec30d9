using QrisPayments.Plugins;

namespace QrisPayments.Testing;

/// <summary>
/// A payment as the gateway has it. The suite decides what is in it, also what is wrong in it; the script only writes it down in
/// the gateway's own words.
/// </summary>
public sealed record GatewayPayment
{
    /// <summary>What the plugin was asked to open.</summary>
    public required OpenRequest Request { get; init; }

    /// <summary>The gateway's reference.</summary>
    public required string Reference { get; init; }

    /// <summary>What the customer has to pay, whole rupiah.</summary>
    public required long Total { get; init; }

    /// <summary>The QRIS payload for that total.</summary>
    public required string Qr { get; init; }

    /// <summary>The gateway's own checkout page.</summary>
    public required Uri Redirect { get; init; }

    /// <summary>How it stands.</summary>
    public GatewayState State { get; init; }

    /// <summary>Until when the gateway takes the money; at +07:00, as a gateway without zones writes it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was paid; at +07:00, as a gateway without zones writes it.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>The gateway's word for <see cref="GatewayState.Unheard"/>.</summary>
    public const string UnheardWord = "on_hold_by_bank";

    /// <summary>A refund that the gateway has carried out, or is asked for; null without a refund.</summary>
    public GatewayRefund? Refund { get; init; }

    /// <summary>The request that is being answered; null in a webhook.</summary>
    public StubRequest? Asked { get; init; }
}

/// <summary>How a payment stands at its gateway.</summary>
public enum GatewayState
{
    /// <summary>The customer may pay.</summary>
    Pending,

    /// <summary>The customer has paid.</summary>
    Paid,

    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>
    /// A state that no document of the gateway names: write <see cref="GatewayPayment.UnheardWord"/> in place of the state.
    /// </summary>
    Unheard,
}
