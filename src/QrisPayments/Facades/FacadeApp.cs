using QrisPayments.Apps;
using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>The shop as one app sees it through one facade, for one request.</summary>
internal sealed class FacadeApp(FacadeVisit visit, ApiApp app, FacadeAppInfo info, FacadeView view, FacadeSales sales) : IFacadeApp
{
    public FacadeAppInfo Info => info;

    public IReadOnlyList<FacadeMethod> Methods => view.Methods;

    public Task<FacadePayment?> FindAsync(string reference, CancellationToken cancellationToken) =>
        view.FindAsync(visit, app, reference, cancellationToken);

    public Task<FacadePage> ListAsync(FacadeQuery query, CancellationToken cancellationToken) =>
        view.ListAsync(visit, app, query, cancellationToken);

    public Task<FacadeStatistics> CountAsync(FacadePeriod period, CancellationToken cancellationToken) =>
        view.CountAsync(visit, app, period, cancellationToken);

    public Task<IReadOnlyList<FacadeMutation>?> ReadLedgerAsync(int limit, CancellationToken cancellationToken) =>
        view.ReadLedgerAsync(visit, app, limit, cancellationToken);

    public Task<FacadeResult> CreateAsync(FacadeCreate create, CancellationToken cancellationToken) =>
        sales.CreateAsync(visit, app, create, create.CallbackUrl ?? info.CallbackUrl, cancellationToken);
}
