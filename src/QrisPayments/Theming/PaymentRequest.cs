using Microsoft.AspNetCore.Http;
using QrisPayments.Payments;

namespace QrisPayments.Theming;

/// <summary>One request to a page of a payment: its checkout, its receipt, or a notice in their place.</summary>
internal sealed class PaymentRequest : PageRequest
{
    public PaymentRequest(HttpContext context) : base(context)
    {
        Id = context.Request.RouteValues["id"] as string ?? "";
        Texts = PageTexts.For(PageLanguage.Of(context.Request));
        PageHeaders.Apply(context.Response, Look);
    }

    /// <summary>The payment's id; empty where a payment is asked for by another name.</summary>
    public string Id { get; }

    public PageTexts Texts { get; }

    public Task<Payment?> FindAsync() => Service<PaymentReader>().FindAsync(Id, Aborted);

    /// <summary>The address of one of the payment's pages; a language that was asked for stays.</summary>
    public string Link(string page = "", string? language = null) => LinkTo(Id, page, language);

    /// <summary>The same of another payment.</summary>
    public string LinkTo(string id, string page = "", string? language = null)
    {
        language ??= PageLanguage.Asked(Http.Request);
        return $"{Root}/pay/{id}{page}" + (language is null ? "" : "?lang=" + language);
    }

    protected override string RootPath()
    {
        var path = Http.Request.Path.Value ?? "";
        // The page that says that there is nothing at this address: what the module's own catch-all has not matched.
        if (Http.Request.RouteValues["rest"] is string rest)
        {
            path = path.TrimEnd('/');
            return path[..Math.Max(0, path.Length - rest.TrimEnd('/').Length)].TrimEnd('/');
        }
        var at = path.LastIndexOf("/pay/" + Id, StringComparison.OrdinalIgnoreCase);
        return at >= 0 ? path[..at] : Module.Prefix;
    }
}
