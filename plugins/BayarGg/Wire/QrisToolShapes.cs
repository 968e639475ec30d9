namespace QrisPayments.BayarGg.Wire;

/// <summary>What <c>qris-convert.php</c> answers.</summary>
internal sealed record QrisConvertAnswer
{
    public bool Success { get; init; } = true;

    public required string Qris { get; init; }

    public required string QrImageUrl { get; init; }

    public required string MerchantName { get; init; }

    public required long Amount { get; init; }
}

/// <summary>What <c>qris-info.php</c> answers.</summary>
internal sealed record QrisInfoAnswer
{
    public bool Success { get; init; } = true;

    public required string MerchantName { get; init; }

    public required string MerchantCity { get; init; }

    /// <summary>0 where the code asks for none. A code may hold decimals.</summary>
    public required decimal Amount { get; init; }

    public required bool IsDynamic { get; init; }
}
