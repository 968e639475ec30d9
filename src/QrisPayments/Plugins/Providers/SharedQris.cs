using QrisPayments.Foundation;

namespace QrisPayments.Plugins.Providers;

/// <summary>
/// Accounts whose money arrives on one QRIS, by the merchant's national number (NMID). Each account holds totals of its own, so two of them
/// could ask two customers for one total at once, and the money of one would pay the payment of the other. The first in the shop's order
/// stays; the others are left out and say so.
/// </summary>
internal static class SharedQris
{
    public const string Code = "qris_shared";

    /// <summary>The same accounts in the same sequence, without those that share a QRIS with an earlier one in the shop's order.</summary>
    /// <param name="states">Every account. What was left out before is judged anew.</param>
    /// <param name="section">Where configuration has, or would have, the settings of an account.</param>
    public static IReadOnlyList<AccountState> LeaveOut(IReadOnlyList<AccountState> states, Func<AccountState, string> section)
    {
        List<AccountState> judged = [.. states.Select(Restore)];
        var keepers = new Dictionary<string, AccountState>(StringComparer.OrdinalIgnoreCase);
        var inOrder = judged.Where(state => Nmid(state) is not null).OrderBy(state => state.Account!.Routing.Position)
            .ThenBy(state => state.Position).ThenBy(state => state.Id, StringComparer.Ordinal).ToList();
        foreach (var state in inOrder)
            if (!keepers.TryAdd(Nmid(state)!, state))
                judged[judged.IndexOf(state)] = LeaveOut(state, keepers[Nmid(state)!], section(state));
        return judged;
    }

    /// <summary>
    /// Null where the total does not identify a payment, and where no new payment is opened: an account that is switched off asks for no
    /// total.
    /// </summary>
    private static string? Nmid(AccountState state) =>
        state.Account is { Traits: { NeedsUniqueAmount: true, Nmid: { Length: > 0 } nmid }, Routing.IsEnabled: true } ? nmid : null;

    private static AccountState LeaveOut(AccountState state, AccountState keeper, string section) => state with
    {
        Account = null, LeftOut = new LeftOutAccount(state.Account!, keeper.Id),
        Faults =
        [
            new Fault(section, Code,
                $"{section}: the account {state.Id} has the same QRIS as {keeper.Id} (NMID {Nmid(state)}), so money for a payment of one "
                    + $"could pay a payment of the other. {state.Id} is left out. Disable or remove one of the two, or give {state.Id} the "
                    + "QRIS of another merchant number."),
        ],
    };

    private static AccountState Restore(AccountState state) =>
        state.LeftOut is { Account: var account } ? state with { Account = account, LeftOut = null, Faults = [] } : state;
}
