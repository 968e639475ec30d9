using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>BAYAR GG's own API as we answer it.</summary>
internal sealed class BayarGgFacade : IGatewayFacade, ITellOfPayments
{
    private readonly PaidNotice _notice;

    public BayarGgFacade(FacadeContext context)
    {
        _notice = new PaidNotice(context.Logger);
        Routes =
        [
            new("POST", "api/create-payment", ForApp(PaymentCreation.CreateAsync)),
            new("GET", "api/check-payment", ForApp(PaymentReading.CheckAsync)),
            new("GET", "api/list-payments", ForApp(PaymentReading.ListAsync)),
            new("GET", "api/get-payment-methods", ForApp(AccountReading.MethodsAsync)),
            new("GET", "api/get-account-status", ForApp(AccountReading.StatusAsync)),
            new("GET", "api/get-statistics", ForApp(AccountReading.StatisticsAsync)),
            new("POST", "api/qris-convert", ForKey(QrisTools.ConvertAsync)),
            new("GET", "api/qris-info", ForKey((request, _, _) => Task.FromResult(QrisTools.Info(request)))),
            new("POST", "api/qris-info", ForKey((request, _, _) => Task.FromResult(QrisTools.Info(request)))),
            // Browsers come here, and image tags of the clients' own pages: without a key, as at the gateway.
            new("GET", Addresses.Page, ShowPageAsync),
            new("GET", Addresses.Image, (request, shop, _) => Task.FromResult(QrisTools.Draw(request, shop))),
        ];
    }

    public IReadOnlyList<FacadeRoute> Routes { get; }

    public FacadeAnswer Refuse(FacadeRefusal refusal) => Reply.Error(refusal.Status, refusal.Message);

    public FacadeCallback? Tell(FacadeEvent happened) => happened.Type == PaymentEventTypes.Paid ? _notice.Of(happened) : null;

    /// <summary>A path that asks for the key: in the header, or in the query where the older text has it, too.</summary>
    private FacadeHandler ForApp(Func<FacadeRequest, IFacadeApp, CancellationToken, Task<FacadeAnswer>> answer) =>
        (request, shop, cancellationToken) =>
        shop.Authenticate(request.Headers.GetValueOrDefault("X-API-Key") ?? request.Query.GetValueOrDefault("apiKey")) switch
        {
            FacadeAccess.Granted granted => answer(request, granted.App, cancellationToken),
            FacadeAccess.Refused refused => Task.FromResult(Refuse(refused.Refusal)),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>A tool: it asks for the key, and is the same to every app.</summary>
    private FacadeHandler ForKey(FacadeHandler answer) => (request, shop, cancellationToken) =>
        ForApp((_, _, _) => answer(request, shop, cancellationToken))(request, shop, cancellationToken);

    private static Task<FacadeAnswer> ShowPageAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) =>
        shop.ShowPaymentAsync(request.Query.GetValueOrDefault("invoice"), cancellationToken);
}
