using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Checkout;
using QrisPayments.Foundation;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Theming;

/// <summary>One request to a page: when it came, below which address, and how the shop looks there.</summary>
internal abstract class PageRequest
{
    protected PageRequest(HttpContext context)
    {
        Http = context;
        Module = Service<IOptions<IModuleOptions>>().Value;
        Look = Service<IOptions<CheckoutOptions>>().Value;
        Now = Service<TimeProvider>().Now();
    }

    public HttpContext Http { get; }

    public IModuleOptions Module { get; }

    /// <summary>How the shop wants its pages to look.</summary>
    public CheckoutOptions Look { get; }

    public DateTimeOffset Now { get; }

    /// <summary>The module's own root as the browser has to write it, with the host's path base.</summary>
    public string Root => field ??= Http.Request.PathBase.ToUriComponent() + new PathString(RootPath()).ToUriComponent();

    public CancellationToken Aborted => Http.RequestAborted;

    public bool Sandbox => Module.Mode == PaymentMode.Sandbox;

    public string ColorSheet => AddressOf(Service<ShopColors>().SheetFor(Look.Color));

    public T Service<T>() where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>The address of a style sheet or script of the module.</summary>
    /// <param name="name">Folder and file, such as <c>Checkout/checkout.css</c>.</param>
    public string Asset(string name) => AddressOf(Service<EmbeddedAssets>()[name]);

    /// <summary>The shop as its customers know it.</summary>
    /// <param name="merchant">The name inside the payment's QR, for a shop that has not set its own.</param>
    public CheckoutShop Shop(string? merchant = null)
    {
        var logo = Look.Logo is ['/', ..] path ? Http.Request.PathBase.ToUriComponent() + path : Look.Logo;
        return new CheckoutShop
        {
            Name = Look.ShopName ?? merchant ?? Service<PublicLinks>().ShopHost(Http.Request) ?? "", Logo = logo, Color = Look.Color
        };
    }

    /// <summary>
    /// The module's root below the path base. It is taken from the address at hand, not from the settings: a host may map the module inside
    /// a group of its own.
    /// </summary>
    protected abstract string RootPath();

    private string AddressOf(Asset asset) => Root + asset.Path;
}
