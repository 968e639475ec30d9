using QrisPayments.Checkout;
using QrisPayments.Web;

namespace QrisPayments.Console;

/// <summary>The part of the console that a page belongs to.</summary>
internal enum ConsoleSection
{
    None,
    Overview,
    Payments,
    Money,
    Plugins,
}

/// <summary>What every page shows around its own content.</summary>
internal abstract record ConsolePage(ConsoleRequest Request, ConsoleSection Section, string Title)
{
    public ConsoleTexts Texts => Request.Texts;

    public CheckoutShop Shop => Request.Shop();

    public string StyleSheet => Request.Asset("Console/console.css");

    public string ColorSheet => Request.ColorSheet;

    /// <summary>The same page in the other language.</summary>
    public string OtherLanguage
    {
        get
        {
            var query = Request.Http.Request.Query.Where(pair => pair.Key is not ("lang" or "said"))
                .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
            var path = Request.Http.Request.PathBase.ToUriComponent() + Request.Http.Request.Path.ToUriComponent();
            return path + Microsoft.AspNetCore.Http.QueryString.Create(query.Append(new("lang", Texts.OtherLanguage))).ToUriComponent();
        }
    }

    /// <summary>What the last form did, told once after the redirect.</summary>
    public (string Text, bool IsGood)? Said => Request.Query("said") is { } code ? Texts.Said(code) : null;
}

/// <summary>A page that says why there is nothing else.</summary>
internal sealed record NoticePage(
    ConsoleRequest Request, string Title, string Text, string? Back = null) : ConsolePage(Request, ConsoleSection.None, Title);
