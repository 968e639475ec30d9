namespace QrisPayments.Facades;

/// <summary>Opens the shop to facades, once for each request.</summary>
internal sealed class FacadeShops(FacadePages pages, FacadeWebhooks webhooks, FacadePictures pictures, FacadeClients clients)
{
    public FacadeShop Open(FacadeVisit visit) => new(visit, pages, webhooks, pictures, clients);
}
