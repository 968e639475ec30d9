using System.Net;
using Microsoft.Extensions.Options;
using QrisPayments.Gateways;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Facades;

/// <summary>What the shop behind a facade is made of.</summary>
internal sealed class FacadeShops(
    FacadeApps apps, FacadeStore store, FacadeLedger ledger, FacadeLimits limits, PaymentCreator creator, PaymentActions actions, ProviderDirectory providers,
    WebhookReception webhooks, WebhookLimits webhookLimits, PictureFetcher pictures, IOptions<PaymentOptions> payments)
{
    public FacadeApps Apps => apps;
    public FacadeStore Store => store;
    public FacadeLedger Ledger => ledger;
    public FacadeLimits Limits => limits;
    public PaymentCreator Creator => creator;
    public PaymentActions Actions => actions;
    public ProviderDirectory Providers => providers;
    public WebhookReception Webhooks => webhooks;
    public WebhookLimits WebhookLimits => webhookLimits;
    public PictureFetcher Pictures => pictures;
    public PaymentOptions Rules => payments.Value;

    /// <summary>The shop for the request at hand.</summary>
    public FacadeShop Open(ActiveFacade facade, IPAddress? client) => new(this, facade, client);
}
