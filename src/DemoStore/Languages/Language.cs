using Microsoft.AspNetCore.WebUtilities;

namespace DemoStore.Languages;

/// <summary>Both wordings of one text, side by side so that neither is forgotten.</summary>
internal sealed record Text(string Id, string En);

/// <summary>The visitor's language: Indonesian, or English once <c>?lang=en</c> was asked for.</summary>
internal sealed class Language(IHttpContextAccessor http)
{
    private const string CookieName = "bahasa";

    public string Code { get; } = Asked(http.HttpContext) ?? Remembered(http.HttpContext) ?? "id";

    public string this[string id, string en] => Code == "en" ? en : id;

    public string this[Text text] => this[text.Id, text.En];

    /// <summary>
    /// The same address, asked for in the visitor's language: pages that are not the shop's own know nothing of its cookie.
    /// </summary>
    public string In(string address) => QueryHelpers.AddQueryString(address, "lang", Code);

    /// <summary>Keeps what <c>?lang=</c> asked for, so that links need not carry it.</summary>
    public static Task Remember(HttpContext context, RequestDelegate next)
    {
        if (Asked(context) is { } code && code != Remembered(context))
            context.Response.Cookies.Append(CookieName, code, ShopCookies.Options(context, TimeSpan.FromDays(365)));
        return next(context);
    }

    private static string? Asked(HttpContext? context) => Known(context?.Request.Query["lang"]);

    private static string? Remembered(HttpContext? context) => Known(context?.Request.Cookies[CookieName]);

    private static string? Known(string? code) => code is "id" or "en" ? code : null;
}
