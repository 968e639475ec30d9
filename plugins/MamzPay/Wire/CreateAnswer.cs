namespace QrisPayments.MamzPay.Wire;

/// <summary><c>POST /api/payment/create</c>, answered.</summary>
internal sealed record CreateAnswer
{
    /// <summary>True or false here, and a text in the <see cref="PaidNotice"/> (WIRE M3).</summary>
    public bool? Status { get; init; }

    /// <summary>The payment; missing when <see cref="Status"/> is false, and perhaps otherwise (WIRE M10).</summary>
    public CreatedPayment? Data { get; init; }

    /// <summary>Why not.</summary>
    public string? Message { get; init; }
}

/// <summary>A payment as MamzPay made it.</summary>
internal sealed record CreatedPayment
{
    /// <summary><c>PAY-{unix seconds}-{code}</c>.</summary>
    public string? TrxId { get; init; }

    /// <summary>Whole rupiah without the unique code.</summary>
    public long? Amount { get; init; }

    /// <summary>Whole rupiah with it: what the customer has to pay.</summary>
    public long? AmountUnique { get; init; }

    /// <summary>The QRIS payload.</summary>
    public string? QrString { get; init; }

    /// <summary>Seconds until it ends.</summary>
    public long? ExpiredIn { get; init; }
}
