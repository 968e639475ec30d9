using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>A create that was checked, filtered and routed: what it is for is settled, and only writing it down is left.</summary>
/// <param name="Payment">What was asked for, as the filters left it.</param>
/// <param name="Subject">What its attempts need to know.</param>
/// <param name="Accounts">Who may take it, the first of them first.</param>
/// <param name="Sale">How it is sold, where it is not sold as by the shop's own code and API.</param>
/// <param name="IsLive">Its money is real.</param>
internal sealed record ReadyPayment(
    NewPayment Payment, AttemptSubject Subject, IReadOnlyList<ProviderAccount> Accounts, Sale? Sale, bool IsLive);
