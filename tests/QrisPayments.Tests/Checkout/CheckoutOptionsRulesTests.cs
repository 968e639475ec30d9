using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Checkout;

public sealed class CheckoutOptionsRulesTests
{
    [Fact]
    public void The_settings_as_they_come_have_no_fault() => Assert.Empty(Faults(_ => { }));

    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example:8443")]
    [InlineData("http://localhost:5080")]
    [InlineData("https://*.shop.example")]
    [InlineData("'self'")]
    public void A_frame_may_be_an_origin(string origin) => Assert.Empty(Faults(o => o.FrameAncestors.Add(origin)));

    [Theory]
    [InlineData("")]
    [InlineData("shop.example")]
    [InlineData("https://shop.example/")]
    [InlineData("https://shop.example/page")]
    [InlineData("https://shop.example?x")]
    [InlineData("https://user@shop.example")]
    [InlineData("https://shop.example; script-src *")]
    [InlineData("https://shop.example https://evil.example")]
    [InlineData("https://shop.example\r\nX: y")]
    [InlineData("javascript:alert(1)")]
    [InlineData("*")]
    [InlineData("'none'; script-src *")]
    public void Anything_else_is_refused_before_it_gets_into_a_header(string origin)
    {
        Assert.Equal("QrisPayments:Checkout:FrameAncestors:0", Assert.Single(Faults(o => o.FrameAncestors.Add(origin))).Field);
    }

    [Theory]
    [InlineData("/img/logo.svg", true)]
    [InlineData("/logo.png?v=3", true)]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", true)]
    [InlineData("https://cdn.example/logo.png", false)]
    [InlineData("//cdn.example/logo.png", false)]
    [InlineData("/\\cdn.example/logo.png", false)]
    [InlineData("logo.png", false)]
    [InlineData("data:text/html;base64,PGI+", false)]
    [InlineData("data:image/svg+xml,<svg onload=alert(1)>", false)]
    [InlineData("javascript:alert(1)", false)]
    public void A_logo_is_on_the_shops_own_host_or_inside_the_page(string logo, bool good) =>
        Assert.Equal(good, Faults(o => o.Logo = logo).Count == 0);

    [Theory]
    [InlineData("#0f766e", true)]
    [InlineData("#0F766E", true)]
    [InlineData("0f766e", false)]
    [InlineData("#0f7", false)]
    [InlineData("teal", false)]
    [InlineData("#0f766e;}", false)]
    public void A_colour_is_written_in_six_digits(string color, bool good) =>
        Assert.Equal(good, Faults(o => o.Color = color).Count == 0);

    [Theory]
    [InlineData("Kopi Lereng", true)]
    [InlineData("  ", false)]
    [InlineData("A\nB", false)]
    public void A_name_is_one_line(string name, bool good) => Assert.Equal(good, Faults(o => o.ShopName = name).Count == 0);

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(["FrameAncestors:0", "ShopName", "Logo", "Color"],
            Faults(o =>
            {
                o.FrameAncestors.Add("x");
                o.ShopName = "";
                o.Logo = "x";
                o.Color = "x";
            }).Select(fault => fault.Field["QrisPayments:Checkout:".Length..]));

    private static List<Fault> Faults(Action<CheckoutOptions> change)
    {
        var options = new CheckoutOptions();
        change(options);
        return [.. new CheckoutOptionsRules(Options.Create(options)).Check()];
    }
}
