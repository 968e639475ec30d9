using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Facades;

/// <summary>What one app sees of the shop through one facade: its own payments, the methods, and the ledger where it may.</summary>
internal sealed class FacadeView(FacadeStore store, FacadeLedger ledger, ProviderDirectory providers, IOptions<PaymentOptions> payments)
{
    public IReadOnlyList<FacadeMethod> Methods =>
    [
        // As the router will have it: the operator may have switched an account off, or narrowed what it takes.
        .. providers.Accounts.Where(account => account.Routing.IsEnabled).Select(account => new FacadeMethod
        {
            Provider = account.ProviderId, Method = account.Traits.Method, MinAmount = account.MinAmount,
            MaxAmount = Math.Min(account.MaxAmount, payments.Value.MaxAmount), AddsUniqueCode = account.Traits.NeedsUniqueAmount,
        }),
    ];

    public Task<FacadePayment?> FindAsync(FacadeVisit visit, ApiApp app, string reference, CancellationToken cancellationToken) =>
        reference is { Length: >= 1 and <= 64 }
            ? visit.RunAsync(() => store.FindAsync(visit.PluginId, app.Code, reference, cancellationToken))
            : Task.FromResult<FacadePayment?>(null);

    public Task<FacadePage> ListAsync(FacadeVisit visit, ApiApp app, FacadeQuery query, CancellationToken cancellationToken) =>
        visit.RunAsync(() => store.ListAsync(visit.PluginId, app.Code, query, cancellationToken));

    public Task<FacadeStatistics> CountAsync(FacadeVisit visit, ApiApp app, FacadePeriod period, CancellationToken cancellationToken) =>
        visit.RunAsync(() => store.CountAsync(visit.PluginId, app.Code, period, cancellationToken));

    /// <summary>The newest entries; null for an app that may not read them.</summary>
    public async Task<IReadOnlyList<FacadeMutation>?> ReadLedgerAsync(
        FacadeVisit visit, ApiApp app, int limit, CancellationToken cancellationToken)
    {
        if (!app.Has(Scopes.LedgerRead)) return null;
        var nmid = FacadeApps.At(app, visit.PluginId)?.Nmid;
        return await visit.RunAsync(() => ledger.ReadAsync(visit.PluginId, app.Code, nmid, limit, cancellationToken));
    }
}
