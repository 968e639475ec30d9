using System.Runtime.CompilerServices;
using DemoStore.Catalogue;

namespace DemoStore.Tests;

public class ShelfTests
{
    public static TheoryData<string> Slugs => [.. Shelf.Products.Select(p => p.Slug)];

    [Theory, MemberData(nameof(Slugs))]
    public void Everything_on_the_shelf_has_a_picture_and_both_languages(string slug)
    {
        var product = Shelf.Find(slug)!;
        Assert.Matches("^[a-z-]+$", slug); // dots and underscores separate in the cookie
        Assert.True(File.Exists(Path.Combine(WebRoot(), "pictures", slug + ".svg")), "a picture is missing");
        foreach (var text in new[] { product.Name, product.Line, product.Story, product.Pack, product.Keeps, product.Contains })
            Assert.DoesNotContain("", new[] { text.Id.Trim(), text.En.Trim() });
        Assert.NotEqual(product.Story.Id, product.Story.En);
    }

    [Fact]
    public void No_two_things_share_an_address() => Assert.Distinct(Shelf.Products.Select(p => p.Slug));

    [Theory]
    [InlineData(0, "Rp0")]
    [InlineData(950, "Rp950")]
    [InlineData(24_000, "Rp24.000")]
    [InlineData(1_234_567, "Rp1.234.567")]
    public void Prices_read_as_in_Indonesia(long rupiah, string text) => Assert.Equal(text, Price.Format(rupiah));

    private static string WebRoot([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "DemoStore", "wwwroot");
}
