using System.IO.Compression;
using System.Net;
using System.Text;
using QrisPayments.Tests.Harness;
using QrisPayments.Web;

namespace QrisPayments.Tests.Web;

public sealed class AssetTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    [Fact]
    public async Task Every_asset_is_served_for_good_under_its_hash()
    {
        var host = await StartAsync();
        using var http = new HttpClient(
            new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = host.Root };
        var assets = new EmbeddedAssets();
        Assert.Contains("Checkout/checkout.css", assets.Names);
        Assert.Contains("Receipts/receipt.js", assets.Names);
        foreach (var asset in assets.Names.Select(name => assets[name]))
        {
            using var answer = await http.GetAsync("/qris" + asset.Path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal(asset.File.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/css",
                answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(asset.Bytes, await answer.Content.ReadAsByteArrayAsync());

            using var small = new HttpRequestMessage(HttpMethod.Get, "/qris" + asset.Path);
            small.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
            using var packed = await http.SendAsync(small);
            Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
            using var unpacked = new MemoryStream();
            await using (var brotli = new BrotliStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress))
                await brotli.CopyToAsync(unpacked);
            Assert.Equal(asset.Bytes, unpacked.ToArray());

            using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/qris" + asset.Path));
            Assert.Equal(asset.Bytes.Length, head.Content.Headers.ContentLength);
        }
    }

    [Theory]
    [InlineData("0000000000000000/checkout.css")]
    [InlineData("x/checkout.css")]
    [InlineData("0000000000000000/..%2f..%2fappsettings.json")]
    [InlineData("0000000000000000/shop-ff0000.css")]
    [InlineData("checkout.css")]
    public async Task Anything_else_is_not_found(string path)
    {
        var host = await StartAsync();
        using var http = new HttpClient { BaseAddress = host.Root };
        using var answer = await http.GetAsync("/qris/assets/" + path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotEqual("public, max-age=31536000, immutable", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("Checkout/checkout.css", true)]
    [InlineData("Theming/page.css", true)]
    [InlineData("Console/console.css", true)]
    [InlineData("Receipts/receipt.css", false)]
    public void What_sheets_share_stands_in_each_and_no_browser_asks_for_more(string name, bool isDarkInTheDark)
    {
        var sheet = Encoding.UTF8.GetString(new EmbeddedAssets()[name].Bytes);

        Assert.DoesNotContain("@import", sheet, StringComparison.Ordinal);
        Assert.Contains("--muted: #596173;", sheet, StringComparison.Ordinal);
        Assert.Equal(isDarkInTheDark, sheet.Contains("--muted: #a4adbd;", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_asset_has_a_type()
    {
        var assets = new EmbeddedAssets();
        Assert.All(assets.Names, name => Assert.NotNull(Asset.ContentTypeOf(assets[name].File)));
    }
}
