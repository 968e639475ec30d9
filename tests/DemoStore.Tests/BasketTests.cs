using DemoStore.Cart;
using DemoStore.Catalogue;

namespace DemoStore.Tests;

public class BasketTests
{
    private static Product Tempe => Shelf.Find("tempe-daun-jeruk")!;
    private static Product Tin => Shelf.Find("blek-merah")!;

    [Fact]
    public void A_small_basket_pays_shipping()
    {
        var basket = new Basket();
        basket.Add(Tempe, 2);
        Assert.Equal(2 * Tempe.Price, basket.Subtotal);
        Assert.Equal(2 * Tempe.Price + Basket.ShippingFee, basket.Total);
    }

    [Fact]
    public void Shipping_is_free_from_its_threshold_on_and_not_a_rupiah_before()
    {
        var basket = new Basket();
        basket.Add(Tin, 1);
        Assert.Equal(Basket.FreeShippingFrom - Tin.Price, basket.UntilFreeShipping);
        Assert.Equal(Basket.ShippingFee, basket.Shipping);

        basket.Add(Tempe, 1);
        Assert.Equal((0L, 0L), (basket.UntilFreeShipping, basket.Shipping));
        Assert.Equal(Tin.Price + Tempe.Price, basket.Total);
    }

    [Fact]
    public void An_empty_basket_costs_nothing() => Assert.Equal(0, new Basket().Total);

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(3, 3)]
    [InlineData(int.MaxValue, Basket.MaxQuantity)]
    public void Adding_keeps_quantities_in_bounds(int asked, int got)
    {
        var basket = new Basket();
        basket.Add(Tempe, asked);
        Assert.Equal(got, basket.QuantityOf(Tempe));
    }

    [Fact]
    public void Adding_again_adds_up_to_the_bound()
    {
        var basket = new Basket();
        basket.Add(Tempe, 15);
        basket.Add(Tempe, 15);
        Assert.Equal((1, Basket.MaxQuantity), (basket.Lines.Count, basket.Count));
    }

    [Fact]
    public void Setting_to_nothing_takes_out()
    {
        var basket = new Basket();
        basket.Add(Tempe, 2);
        basket.Set(Tempe, 0);
        Assert.True(basket.IsEmpty);
    }

    [Fact]
    public void A_basket_comes_back_from_its_cookie()
    {
        var basket = new Basket();
        basket.Add(Tempe, 2);
        basket.Add(Tin, 1);
        Assert.Equal(basket.Lines, Basket.FromCookie(basket.ToCookie()).Lines);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tempe-daun-jeruk")]
    [InlineData("tempe-daun-jeruk.-2")]
    [InlineData("tempe-daun-jeruk.1e3")]
    [InlineData("tempe-daun-jeruk.99999999999999999999")]
    [InlineData("tempe-daun-jeruk.1.1")]
    [InlineData("emas-batangan.1")]
    [InlineData("____....")]
    public void A_cookie_that_is_not_ours_is_an_empty_basket(string? cookie) => Assert.True(Basket.FromCookie(cookie).IsEmpty);

    [Fact]
    public void A_cookie_can_neither_exceed_the_bound_nor_double_a_line()
    {
        var basket = Basket.FromCookie("tempe-daun-jeruk.500_tempe-daun-jeruk.400_emas.1_blek-merah.2");
        Assert.Equal([(Tempe, Basket.MaxQuantity), (Tin, 2)], basket.Lines.Select(line => (line.Product, line.Quantity)));
    }

    [Fact]
    public void The_fullest_basket_stays_under_the_limit_of_one_QRIS_transaction()
    {
        var basket = new Basket();
        foreach (var product in Shelf.Products) basket.Add(product, Basket.MaxQuantity);
        Assert.InRange(basket.Total, 1, 10_000_000 - 999);
        Assert.True(basket.ToCookie().Length < 1_000, "it must fit its cookie");
    }
}
