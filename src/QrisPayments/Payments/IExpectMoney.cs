using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>Is told that from now on money may arrive on an account, because a customer sees what to pay there.</summary>
internal interface IExpectMoney
{
    /// <summary>Best effort: an attempt that is open stays open, whatever becomes of this.</summary>
    Task ExpectAsync(ProviderAccount account);
}
