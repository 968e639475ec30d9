using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Console;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Console;

/// <summary>
/// F14: in Development the console opens by the link that the start prints, and by nothing else. An address or a host name proves nothing:
/// a tunnel sends its requests from this machine and as "localhost".
/// </summary>
public sealed class DevelopmentLinkTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    private readonly FakeLogCollector _log = new();

    private async Task<TestHost> StartAsync(Action<WebApplication>? map = null, params (string, string?)[] settings) =>
        Owned(await TestHost.StartAsync(Database, Clock, settings, builder => builder.LogTo(_log), map));

    /// <summary>What the start printed last: one address, or the local one and that of <c>PublicUrl</c>.</summary>
    private string[] Printed() => _log.GetSnapshot().Last(IsLink).Message.Split(": ", 2)[1].Split(" or ");

    private static bool IsLink(FakeLogRecord record) => record.Message.StartsWith("Open the console", StringComparison.Ordinal);

    private static ConsoleBrowser BrowserOf(TestHost host) => new(host.Root);

    private static Task<Answer> FollowAsync(ConsoleBrowser browser, string link) =>
        browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, link));

    private static Task<Answer> PressAsync(ConsoleBrowser browser, string link, string? token = null) =>
        browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, link[..link.LastIndexOf('/')])
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token ?? link[(link.LastIndexOf('/') + 1)..])]),
        });

    [Fact]
    public async Task F14_loopback_alone_opens_nothing_and_the_page_says_where_the_link_is()
    {
        var host = await StartAsync();
        foreach (var name in new[] { $"127.0.0.1:{host.Root.Port}", "localhost", "[::1]" })
            foreach (var page in new[] { "", "/plugins", "/payments", "/nothing" })
            {
                using var browser = BrowserOf(host);
                browser.Http.DefaultRequestHeaders.Host = name;
                var answer = (await browser.GetAsync(page)).Is(HttpStatusCode.Forbidden);
                Assert.Contains("one-time link", answer.Body, StringComparison.Ordinal);
                Assert.DoesNotContain("static-qris", answer.Body, StringComparison.Ordinal);
                (await browser.PostAsync("/plugins")).Is(HttpStatusCode.Forbidden);
            }
    }

    [Fact]
    public async Task F14_the_link_is_printed_readably_and_opens_the_console_for_this_browser_alone()
    {
        var host = await StartAsync();
        var record = Assert.Single(_log.GetSnapshot(), IsLink);
        Assert.Equal(LogLevel.Information, record.Level);
        var link = Assert.Single(Printed());
        Assert.StartsWith($"{host.Root}qris/admin/open/", link, StringComparison.Ordinal);
        // Six bits a character.
        Assert.True(link[(link.LastIndexOf('/') + 1)..].Length * 6 >= 128, link);

        using var browser = BrowserOf(host);
        var asked = (await FollowAsync(browser, link)).Is(HttpStatusCode.OK);
        Assert.Contains("action=\"/qris/admin/open\"", asked.Body, StringComparison.Ordinal);
        (await browser.GetAsync()).Is(HttpStatusCode.Forbidden);
        var entered = await PressAsync(browser, link);

        Assert.Equal("/qris/admin", ConsoleBrowser.Goal(entered));
        var cookie = Assert.Single(entered.Response.Headers.GetValues("Set-Cookie"));
        foreach (var part in new[] { "path=/qris/admin", "httponly", "samesite=strict", "max-age=43200" })
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("start link (Development)", await browser.PageAsync("/plugins"), StringComparison.Ordinal);
        Assert.Equal("/qris/admin", ConsoleBrowser.Goal(await FollowAsync(browser, link)));
        using var other = BrowserOf(host);
        (await other.GetAsync()).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task F14_a_preview_burns_nothing_and_the_second_use_is_refused()
    {
        var host = await StartAsync();
        var link = Printed()[0];
        using var first = BrowserOf(host);
        for (var i = 0; i < 3; i++)
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
                (await first.SendAsync(new HttpRequestMessage(method, link))).Is(HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PressAsync(first, link)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.SeeOther);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.Gone));
        using var second = BrowserOf(host);
        foreach (var answer in new[] { await FollowAsync(second, link), await PressAsync(second, link) })
        {
            answer.Is(HttpStatusCode.Gone);
            Assert.Contains("latest start", answer.Body, StringComparison.Ordinal);
            Assert.False(answer.Response.Headers.Contains("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData("\u202E\0%00")]
    public async Task F14_a_wrong_link_is_refused_and_tells_nothing(string token)
    {
        var host = await StartAsync();
        var link = Printed()[0];
        var right = link[(link.LastIndexOf('/') + 1)..];
        using var browser = BrowserOf(host);

        foreach (var wrong in new[] { token, right[1..], right + "A", "A" + right[1..] })
        {
            var answer = (await PressAsync(browser, link, wrong)).Is(HttpStatusCode.Forbidden);
            Assert.DoesNotContain(right, answer.Body, StringComparison.Ordinal);
        }
        (await FollowAsync(browser, link[..link.LastIndexOf('/')] + "/" + right[1..])).Is(HttpStatusCode.Forbidden);
        (await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, link[..link.LastIndexOf('/')])
        {
            Content = new StringContent("{}"),
        })).Is(HttpStatusCode.Forbidden);
        // Guesses use nothing up.
        (await PressAsync(browser, link)).Is(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task F14_link_and_pass_end_with_time_and_a_restart_prints_another_link_but_keeps_the_pass()
    {
        var host = await StartAsync();
        var (link, name) = (Printed()[0], $"qris-console-{host.Root.Port}");
        using var late = BrowserOf(host);
        Clock.Advance(DevelopmentLink.Lifetime - TimeSpan.FromSeconds(1));
        (await FollowAsync(late, link)).Is(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds(1));
        (await FollowAsync(late, link)).Is(HttpStatusCode.Gone);
        (await PressAsync(late, link)).Is(HttpStatusCode.Gone);

        var again = await StartAsync();
        var next = Printed()[0];
        Assert.NotEqual(link.Split('/')[^1], next.Split('/')[^1]);
        using var browser = BrowserOf(again);
        (await PressAsync(browser, next, link.Split('/')[^1])).Is(HttpStatusCode.Forbidden);
        var pass = (await PressAsync(browser, next)).Is(HttpStatusCode.SeeOther).Response.Headers.GetValues("Set-Cookie").Single()
            .Split(';')[0].Split('=', 2)[1];

        // The first host stands for the shop after another restart: what it is given is another process's pass.
        async Task<HttpStatusCode> AtFirstAsync(string value)
        {
            using var bare = BrowserOf(host);
            var request = new HttpRequestMessage(HttpMethod.Get, "/qris/admin");
            request.Headers.Add("Cookie", $"{name}={value}");
            return (await bare.SendAsync(request)).Status;
        }

        Assert.Equal(HttpStatusCode.OK, await AtFirstAsync(pass));
        Assert.Equal(HttpStatusCode.Forbidden, await AtFirstAsync(pass[..^2] + "AA"));
        Assert.Equal(HttpStatusCode.Forbidden, await AtFirstAsync("9999999999"));
        Clock.Advance(DevelopmentPass.Lifetime);
        Assert.Equal(HttpStatusCode.Forbidden, await AtFirstAsync(pass));
    }

    [Fact]
    public async Task F14_the_link_leads_to_where_the_host_has_mounted_the_module()
    {
        var host = await StartAsync(app =>
        {
            app.UsePathBase("/kedai");
            app.UseRouting();
            app.MapGroup("/toko").MapQrisPayments();
        }, ("QrisPayments:PublicUrl", "https://tunnel.example/kedai"));

        var links = Printed();
        Assert.Equal(2, links.Length);
        Assert.StartsWith($"{host.Root}toko/qris/admin/open/", links[0], StringComparison.Ordinal);
        Assert.Equal($"https://tunnel.example/kedai/qris/admin/open/{links[0].Split('/')[^1]}", links[1]);

        // Through the proxy's path base the same link leads to the pages below it, and so does its cookie.
        using var browser = new ConsoleBrowser(host.Root, prefix: "/kedai/toko/qris");
        var based = $"{host.Root}kedai{new Uri(links[0]).AbsolutePath}";
        Assert.Contains("action=\"/kedai/toko/qris/admin/open\"", (await FollowAsync(browser, based)).Is(HttpStatusCode.OK).Body,
            StringComparison.Ordinal);
        Assert.Equal("/kedai/toko/qris/admin", ConsoleBrowser.Goal(await PressAsync(browser, based)));
        await browser.PageAsync("/plugins");
    }
}
