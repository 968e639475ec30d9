namespace DemoStore.Orders;

/// <summary>The links to the orders made in this browser, newest first. Nobody needs an account.</summary>
internal sealed class MyOrders(IHttpContextAccessor http)
{
    private const string Name = "pesanan";
    private const int Keep = 20;

    public IReadOnlyList<string> PublicIds =>
        Context.Request.Cookies[Name] is { Length: <= 2_000 } cookie
            ? [.. cookie.Split('.', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(Keep)]
            : [];

    public void Remember(string publicId) =>
        Context.Response.Cookies.Append(Name, string.Join('.', PublicIds.Prepend(publicId).Distinct(StringComparer.Ordinal).Take(Keep)),
            ShopCookies.Options(Context, TimeSpan.FromDays(365)));

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("Orders of a browser belong to a request.");
}
