using System.Text;
using QrisPayments.Web;

namespace QrisPayments.Tests.Checkout;

public sealed class ShopColorsTests
{
    /// <summary>Every shop's colour on a grid of the whole cube, with its greys and its corners.</summary>
    private static IEnumerable<Rgb> Colors()
    {
        for (var r = 0; r <= 255; r += 17)
            for (var g = 0; g <= 255; g += 17)
                for (var b = 0; b <= 255; b += 17)
                    yield return new Rgb((byte)r, (byte)g, (byte)b);
    }

    [Fact]
    public void Whatever_colour_a_shop_has_its_page_stays_readable()
    {
        foreach (var brand in Colors())
        {
            var palette = Palette.Of(brand);
            foreach (var (shades, surface, ground) in new[]
            {
                (palette.Light, Palette.LightSurface, Palette.LightGround), (palette.Dark, Palette.DarkSurface, Palette.DarkGround),
            })
            {
                Assert.Equal(brand, shades.Brand);
                Readable(shades.Ink, shades.Brand, 4.5);
                Readable(shades.Ink, shades.Hover, 4.5);
                Readable(shades.Text, surface, 4.5);
                Readable(shades.Text, ground, 4.5);
                Readable(shades.Text, shades.Soft, 4.5);
                Readable(shades.Edge, surface, 3);
                Readable(shades.Edge, ground, 3);
            }
        }

        static void Readable(Rgb text, Rgb ground, double least) =>
            Assert.True(text.Contrast(ground) >= least, $"#{text.Hex} on #{ground.Hex} has only {text.Contrast(ground):0.00}.");
    }

    /// <summary>Pairs computed by hand from WCAG 2.2's definition of relative luminance.</summary>
    [Theory]
    [InlineData("#000000", "#ffffff", 21.00)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#0000ff", "#ffffff", 8.59)]
    [InlineData("#ff0000", "#00ff00", 2.91)]
    public void Contrast_is_measured_as_the_standard_says(string one, string other, double ratio)
    {
        Assert.Equal(ratio, Rgb.Parse(one).Contrast(Rgb.Parse(other)), 2);
        Assert.Equal(ratio, Rgb.Parse(other).Contrast(Rgb.Parse(one)), 2);
    }

    [Fact]
    public void A_sheet_is_found_by_its_address_on_a_node_that_never_made_it()
    {
        var made = new ShopColors().SheetFor("#c2410c");

        var found = new ShopColors().Find(made.Hash, made.File);

        Assert.Equal("shop-c2410c.css", made.File);
        Assert.Equal(made.Bytes, found!.Bytes);
        Assert.Contains("--brand:#c2410c", Encoding.UTF8.GetString(found.Bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000", "shop-c2410c.css")]
    [InlineData("0000000000000000", "shop-C2410C.css")]
    [InlineData("0000000000000000", "shop-red.css")]
    [InlineData("0000000000000000", "../shop-c2410c.css")]
    public void Nothing_is_served_for_an_address_that_we_did_not_make(string hash, string file) =>
        Assert.Null(new ShopColors().Find(hash, file));

    [Theory]
    [InlineData(null)]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#1234567")]
    [InlineData("#12 456")]
    [InlineData("#+12345")]
    public void What_is_no_colour_gives_ours(string? color) =>
        Assert.Equal("shop-" + ShopColors.Default[1..] + ".css", new ShopColors().SheetFor(color).File);
}
