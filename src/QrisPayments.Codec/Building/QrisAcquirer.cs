namespace QrisPayments.Codec;

/// <summary>A merchant's account at an acquirer, as tags 26 to 45 write it (QRIS national text).</summary>
public sealed record QrisAcquirer
{
    /// <summary>26.00: the acquirer's reverse domain, such as <c>ID.CO.BANK.WWW</c>; at most 32 characters.</summary>
    public required string GlobalId { get; init; }

    /// <summary>26.01: the merchant PAN, 9360 and the institution's four digits first; at most 19 digits.</summary>
    public required string Pan { get; init; }

    /// <summary>26.02: the acquirer's merchant id; at most 15 characters.</summary>
    public required string MerchantId { get; init; }

    /// <summary>26.03: UMI, UKE, UME, UBE, URE, PSO or BLU.</summary>
    public required string Criteria { get; init; }
}
