namespace QrisPayments.MidtransMiddleware.Wire;

/// <summary>What <c>GET /status/{order_id}</c> answers. It names neither the order nor an amount (WIRE W2).</summary>
internal sealed record StatusAnswer
{
    /// <summary>Midtrans's id of the transaction.</summary>
    public string? Id { get; init; }

    public string? TransactionStatus { get; init; }

    public string? FraudStatus { get; init; }

    /// <summary>A text that may disagree with everything else (WIRE W4).</summary>
    public string? StatusCode { get; init; }

    public string? StatusMessage { get; init; }
}
