namespace QrisPayments.Codec;

/// <summary>A merchant's account at an acquirer, as tags 26 to 45 write it (QRIS national text).</summary>
/// <param name="GlobalId">26.00: the acquirer's reverse domain, such as <c>ID.CO.BANK.WWW</c>; at most 32 characters.</param>
/// <param name="Pan">26.01: the merchant PAN, 9360 and the institution's four digits first; at most 19 digits.</param>
/// <param name="MerchantId">26.02: the acquirer's merchant id; at most 15 characters.</param>
/// <param name="Criteria">26.03: UMI, UKE, UME, UBE, URE, PSO or BLU.</param>
public sealed record QrisAcquirer(string GlobalId, string Pan, string MerchantId, string Criteria);
