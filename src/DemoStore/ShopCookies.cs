namespace DemoStore;

/// <summary>The shop's cookies hold no secrets but the visitor's own choices, cart and order links.</summary>
internal static class ShopCookies
{
    public static CookieOptions Options(HttpContext context, TimeSpan keep) => new()
    {
        MaxAge = keep,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
    };
}
