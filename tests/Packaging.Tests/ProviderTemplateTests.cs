using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using QrisPayments.Testing;

namespace QrisPayments.Packaging.Tests;

/// <summary>
/// What a plugin author gets: from <c>dotnet new qris-provider</c> to a packaged shop that sells through the new gateway.
/// </summary>
[Collection(OnFeed.Name)]
public sealed partial class ProviderTemplateTests(Feed feed)
{
    private const string Key = "kunci-rahasia-1234";
    private const string WebhookSecret = "rahasia-webhook-1234";

    [Fact]
    public async Task A_gateway_made_from_the_template_passes_the_suite_and_sells_in_a_packaged_shop()
    {
        var hive = Path.Combine(feed.Root, "hive");
        var folder = Path.Combine(feed.Root, "KirimUang");
        await Command.DotnetAsync(feed.Root, feed.Packages, "new", "install",
            Path.Combine(feed.Folder, $"QrisPayments.Templates.{feed.Version}.nupkg"), "--debug:custom-hive", hive);
        await Command.DotnetAsync(feed.Root, feed.Packages, "new", "qris-provider", "-n", "KirimUang", "-o", folder, "--debug:custom-hive",
            hive);
        feed.WriteSources(folder);

        var sources = Directory.GetFiles(Path.Combine(folder, "KirimUang"), "*.cs");
        Assert.InRange(sources.Sum(CodeLines), 1, 100);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories),
            path => path[feed.Root.Length..].Contains("MyGateway", StringComparison.OrdinalIgnoreCase));
        Assert.All(
            Directory.GetFiles(folder, "*.*", SearchOption.AllDirectories),
            file => Assert.DoesNotMatch("MyGateway|my-gateway|QRIS_PAYMENTS_VERSION", File.ReadAllText(file)));

        var tested = await Command.DotnetAsync(folder, feed.Packages, "test", "KirimUang.slnx", "--nologo", "-warnaserror");
        var passed = Passed().Match(tested);
        Assert.True(passed.Success && int.Parse(passed.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) > 50, tested);

        // A copy of the shop, so that no other test sees the plugin; and the plugin as files, as an operator would lay it there.
        var shopFolder = await feed.ShopAsync();
        var plugins = Path.Combine(feed.Root, "plugins-of-warung");
        await Command.DotnetAsync(folder, feed.Packages, "publish", "KirimUang/KirimUang.csproj", "-o", Path.Combine(plugins, "kirim-uang"),
            "-v", "quiet");
        await using var gateway = await GatewayStub.StartAsync();
        var status = "pending";
        string Payment(string attempt) => $$"""{"id":"KU-1","reference":"{{attempt}}","status":"{{status}}","total":50007,"qr_string":"{{QrOf50007}}"}""";
        gateway.Answer = request =>
            GatewayReply.Json(Payment(Reference().Match(request.Body + request.Target).Value), request.Method == "POST" ? 201 : 200);
        await using var shop = await Shop.StartAsync(
            shopFolder, feed.Packages,
            new Dictionary<string, string>
            {
                ["Plugins:Paths:0"] = plugins,
                ["Plugins:Paths:1"] = Path.Combine(shopFolder, "bin/Debug/net10.0/plugins"),
                ["ProviderOrder:0"] = "kirim-uang",
                ["Providers:kirim-uang:ApiKey"] = Key,
                ["Providers:kirim-uang:WebhookSecret"] = WebhookSecret,
                ["Providers:kirim-uang:BaseUrl"] = gateway.Address.AbsoluteUri,
                ["Providers:kirim-uang:AllowInsecureHttp"] = "true",
            },
            Path.Combine(shopFolder, "bin/Debug/net10.0/Warung.dll"));

        // The customer pays at the gateway; its webhook is a hint, and its own word confirms it.
        var sold = await shop.SellAsync("KU-1001", async () =>
        {
            status = "paid";
            var body = Payment(Reference().Match(gateway.Requests.Single(request => request.Method == "POST").Body).Value);
            using var webhook = new HttpRequestMessage(HttpMethod.Post, "/qris/webhooks/kirim-uang") { Content = new StringContent(body) };
            webhook.Headers.Add("X-Signature",
                Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookSecret), Encoding.UTF8.GetBytes(body))));
            using var heard = await shop.Http.SendAsync(webhook);
            Assert.True(heard.IsSuccessStatusCode, $"The webhook was answered {(int)heard.StatusCode}.");
        });
        Assert.Contains(gateway.Requests, request => request.Method == "GET");

        Assert.Equal("kirim-uang", sold.GetProperty("provider").GetString());
        Assert.Equal(50_007, sold.GetProperty("total_amount").GetInt64());
        Assert.Equal(QrOf50007, sold.GetProperty("qr_string").GetString());
        var create = Assert.Single(gateway.Requests, request => request.Method == "POST");
        Assert.Equal("/payments", create.Target);
        Assert.Equal($"Bearer {Key}", create.Headers["Authorization"]);
    }

    [Fact]
    public void The_template_in_the_source_tree_asks_for_the_packages_of_the_source_tree()
    {
        var version = Regex.Match(File.ReadAllText(Path.Combine(Feed.Repository, "Directory.Build.props")),
            "<Version>(.+)</Version>").Groups[1].Value;

        Assert.Contains($"\"defaultValue\": \"{version}\"",
            File.ReadAllText(Path.Combine(Feed.Repository, "templates/provider/.template.config/template.json")), StringComparison.Ordinal);
    }

    // The printed code of the shop's tests with 50007 put in, by EMVCo's table.
    private const string QrOf50007 =
        "00020101021226680016ID.CO.CONTOH.WWW01189360091410000000010215UJI0000000000010303UMI"
        + "51440014ID.CO.QRIS.WWW0215ID10999999999990303UMI520458125303360540550007"
        + "5802ID5910WARUNG UJI6007JAKARTA61051011063048121";

    /// <summary>What an author has to write: no blank lines, no comments.</summary>
    private static int CodeLines(string file) =>
        File.ReadLines(file).Count(line => line.Trim() is { Length: > 0 } text && !text.StartsWith("//", StringComparison.Ordinal));

    [GeneratedRegex(@"Passed:\s*(\d+)")]
    private static partial Regex Passed();

    [GeneratedRegex("att_[a-z0-9]+")]
    private static partial Regex Reference();
}
