using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Providers;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Console;

/// <summary>One request to the console: in which language, and by whom.</summary>
internal sealed class ConsoleRequest : PageRequest
{
    private const string LanguageCookie = "qris-admin-lang";

    private readonly string _pattern;

    public ConsoleRequest(HttpContext context, string pattern) : base(context)
    {
        _pattern = pattern;
        Texts = ConsoleTexts.For(Language());
        ConsoleHeaders.Apply(context.Response);
        context.Response.Headers.ContentLanguage = Texts.Language;
    }

    public ConsoleTexts Texts { get; }

    /// <summary>Set once access is granted.</summary>
    public ConsoleRole? Role { get; set; }

    /// <summary>Who decides, for the books.</summary>
    public string User { get; set; } = "";

    /// <summary>What every form has to send back; null on a page without forms.</summary>
    public AntiforgeryTokenSet? Token { get; set; }

    /// <summary>What was submitted; empty for GET.</summary>
    public IFormCollection Form { get; set; } = FormCollection.Empty;

    public bool May(ConsoleRole role) => Role >= role;

    public string Link(string page = "") => $"{Root}/admin{page}";

    public string Route(string name) => (string?)Http.Request.RouteValues[name] ?? "";

    /// <summary>A value of the query, trimmed; null when it is missing, empty or too long to mean anything.</summary>
    public string? Query(string name) => Meaningful(Http.Request.Query[name].ToString(), 200);

    /// <summary>A field of the form, trimmed; null when it is missing or empty.</summary>
    public string? Field(string name, int maxLength = 500) => Meaningful(Form[name].ToString(), maxLength);

    /// <summary>A field was filled in with what cannot be read: too long, or with control characters. It must not be taken for empty.</summary>
    public bool IsUnreadable(string name, int maxLength = 500) =>
        !string.IsNullOrWhiteSpace(Form[name].ToString()) && Field(name, maxLength) is null;

    /// <summary>303: the browser comes back with GET, and a reload repeats nothing.</summary>
    public Task GoAsync(string page)
    {
        Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        Http.Response.Headers.Location = Link(page);
        return Task.CompletedTask;
    }

    public Task RenderAsync<TPage>(string view, TPage page, int status = StatusCodes.Status200OK) where TPage : ConsolePage =>
        Service<ViewRenderer>().RenderAsync(Http, $"/QrisPayments/Console/{view}.cshtml", page, status);

    // A control character has no meaning here, and some databases refuse it. What is not seen came with a number that was copied.
    private static string? Meaningful(string text, int maxLength)
    {
        text = text.Trim();
        if (text.Length > maxLength || !Faults.IsText(text)) return null;
        return CleanText.Of(text).Trim() is { Length: > 0 } meaningful ? meaningful : null;
    }

    /// <summary>What the switch chose, for this and every later page; else as checkout chooses.</summary>
    private string Language()
    {
        if (PageLanguage.Asked(Http.Request) is { } asked)
        {
            Http.Response.Cookies.Append(LanguageCookie, asked, new CookieOptions
            {
                Path = Link(), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
            return asked;
        }
        return PageTexts.Languages.FirstOrDefault(language => Http.Request.Cookies[LanguageCookie] == language)
            ?? PageLanguage.Of(Http.Request);
    }

    // What the route's pattern does not account for, less "/admin".
    protected override string RootPath()
    {
        var path = (Http.Request.Path.Value ?? "").TrimEnd('/');
        if (_pattern.Contains("**", StringComparison.Ordinal))
        {
            var rest = Route("rest").TrimEnd('/');
            path = path[..Math.Max(0, path.Length - rest.Length)].TrimEnd('/');
        }
        else
        {
            foreach (var _ in _pattern.Where(c => c == '/')) path = path[..Math.Max(0, path.LastIndexOf('/'))];
        }
        var admin = path.LastIndexOf('/');
        return admin > 0 ? path[..admin] : "";
    }
}
