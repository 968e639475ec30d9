namespace DemoStore.Cart;

/// <summary>The visitor's basket, kept in the visitor's browser: it survives restarts and needs no table.</summary>
internal sealed class BasketCookie(IHttpContextAccessor http)
{
    private const string Name = "keranjang";
    private Basket? _basket;

    public Basket Basket => _basket ??= Basket.FromCookie(Context.Request.Cookies[Name]);

    public void Save() =>
        Context.Response.Cookies.Append(Name, Basket.ToCookie(), ShopCookies.Options(Context, TimeSpan.FromDays(30)));

    /// <summary>Puts another basket in the place of this one.</summary>
    public void Fill(Basket basket)
    {
        _basket = basket;
        Save();
    }

    public void Empty() => Context.Response.Cookies.Delete(Name, ShopCookies.Options(Context, TimeSpan.Zero));

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("A basket belongs to a request.");
}
