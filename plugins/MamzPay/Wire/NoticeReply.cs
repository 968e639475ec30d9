namespace QrisPayments.MamzPay.Wire;

/// <summary>What is answered to a <see cref="PaidNotice"/>. The text asks for nothing; the operator's own demo answers so.</summary>
internal sealed record NoticeReply(bool Ok);
