using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Theming;

/// <summary>One request to a payment's pages: whose, in which language, below which address.</summary>
internal sealed class CheckoutRequest
{
    public CheckoutRequest(HttpContext context)
    {
        Http = context;
        Id = context.Request.RouteValues["id"] as string ?? "";
        Module = context.RequestServices.GetRequiredService<IOptions<IModuleOptions>>().Value;
        Look = context.RequestServices.GetRequiredService<IOptions<CheckoutOptions>>().Value;
        Now = context.RequestServices.GetRequiredService<TimeProvider>().Now();
        Texts = CheckoutTexts.For(CheckoutLanguage.Of(context.Request));
        Root = RootOf(context.Request, Id, Module.Prefix);
        CheckoutHeaders.Apply(context.Response, Look);
    }

    public HttpContext Http { get; }

    /// <summary>The payment's id; empty where a payment is asked for by another name.</summary>
    public string Id { get; }

    public IModuleOptions Module { get; }

    /// <summary>How the shop wants its pages to look.</summary>
    public CheckoutOptions Look { get; }

    public DateTimeOffset Now { get; }

    public CheckoutTexts Texts { get; }

    /// <summary>The module's own root as the browser has to write it, with the host's path base.</summary>
    public string Root { get; }

    public CancellationToken Aborted => Http.RequestAborted;

    public bool Sandbox => Module.Mode == PaymentMode.Sandbox;

    public T Service<T>() where T : notnull => Http.RequestServices.GetRequiredService<T>();

    public Task<Payment?> FindAsync() => Service<PaymentReader>().FindAsync(Id, Aborted);

    /// <summary>The address of one of the payment's pages; a language that was asked for stays.</summary>
    public string Link(string page = "", string? language = null)
    {
        language ??= CheckoutLanguage.Asked(Http.Request);
        return $"{Root}/pay/{Id}{page}" + (language is null ? "" : "?lang=" + language);
    }

    // From the address at hand, not from the settings: whoever maps the module inside a group of his own is right, too.
    private static string RootOf(HttpRequest request, string id, string usual)
    {
        var path = request.Path.Value ?? "";
        var at = path.LastIndexOf("/pay/" + id, StringComparison.OrdinalIgnoreCase);
        return request.PathBase.ToUriComponent() + new PathString(at >= 0 ? path[..at] : usual).ToUriComponent();
    }
}
