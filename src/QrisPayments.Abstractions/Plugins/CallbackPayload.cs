using System.Text.Json.Nodes;

namespace QrisPayments.Plugins;

/// <summary>What a callback will say. Filters may change <see cref="Data"/>; the callback is signed afterwards.</summary>
public sealed record CallbackPayload
{
    /// <summary>One of <see cref="PaymentEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The payment, <c>pay_…</c>.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The payment as the API answers it, in snake_case. It is a copy, free to change.</summary>
    public required JsonObject Data { get; init; }
}
