using System.Text.Json.Nodes;

namespace QrisPayments.Plugins;

/// <summary>What a callback will say. Filters may change <see cref="Data"/>; the signature is made afterwards.</summary>
public sealed record WebhookPayload
{
    /// <summary>One of <see cref="PaymentEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The payment, <c>pay_…</c>.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The payment as the API answers it, in snake_case. Yours to change: it is a copy.</summary>
    public required JsonObject Data { get; init; }
}
