namespace QrisPayments.MamzPay.Wire;

/// <summary><c>POST /api/payment/create</c>, asked.</summary>
internal sealed record CreateRequest
{
    /// <summary>The merchant's key: MamzPay takes it in the body and nowhere else.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whole rupiah without the unique code.</summary>
    public long? Amount { get; init; }

    /// <summary>Where the <see cref="PaidNotice"/> goes.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The merchant's own reference. Optional, but without it a notice cannot be told from another (WIRE M4).</summary>
    public string? RefId { get; init; }
}
