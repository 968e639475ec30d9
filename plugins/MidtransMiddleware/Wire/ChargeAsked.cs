using QrisPayments.Midtrans;

namespace QrisPayments.MidtransMiddleware.Wire;

/// <summary>The body of <c>POST /charge</c> as clients send it to us.</summary>
internal sealed record ChargeAsked
{
    public required string OrderId { get; init; }

    /// <summary>Whole rupiah, a JSON integer: no text, no decimals, no exponent.</summary>
    public required long Amount { get; init; }

    public IReadOnlyList<ItemDetail>? ItemDetails { get; init; }

    public CustomerDetails? CustomerDetails { get; init; }
}
