using System.Net;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Console;
using QrisPayments.MvcHost;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Console;

/// <summary>Who may do what in the console, as a table: visitor × path × kind of host. Nothing is open that nobody opened.</summary>
public sealed class AccessTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    private static readonly (string, string?)[] Named =
    [
        ("QrisPayments:Mode", "Live"), ("QrisPayments:Apps:0:Key", "demo-key-that-is-long-enough"),
        ("QrisPayments:Console:ViewerPolicy", "look"),
        ("QrisPayments:Console:OperatorPolicy", "work"), ("QrisPayments:Console:OwnerPolicy", "own"),
    ];

    private static readonly (string, string?)[] Production = Named[..2];

    private readonly FakeLogCollector _log = new();

    private async Task<TestHost> StartAsync(string environment, (string, string?)[] settings, bool policies = true, bool fallback = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(TestHost.Settings(Database.ConnectionString, settings));
        builder.AddQrisPayments();
        if (policies)
        {
            builder.Services.AddAuthentication(HeaderAuthentication.Scheme)
                .AddScheme<HeaderAuthenticationOptions, HeaderAuthentication>(HeaderAuthentication.Scheme, null);
            var authorization = builder.Services.AddAuthorizationBuilder()
                .AddPolicy("look", policy => policy.RequireUserName("viewer"))
                .AddPolicy("work", policy => policy.RequireUserName("operator"))
                .AddPolicy("own", policy => policy.RequireUserName("owner"));
            if (fallback) authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        }
        builder.LogTo(_log);
        return Owned(await TestHost.StartAsync(builder, app => app.MapQrisPayments(), Clock));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_role_may_what_it_may_whatever_the_hosts_fallback_policy_says(bool fallback)
    {
        var host = await StartAsync("Production", Named, fallback: fallback);
        var paths = new[] { "", "/payments", "/money", "/money/unmatched", "/money/resolved", "/webhooks", "/plugins",
            "/plugins/static-qris" };
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await new ConsoleBrowser(host.Root).GetAsync(path)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await new ConsoleBrowser(host.Root, "customer").GetAsync(path)).Status);
            foreach (var role in new[] { "viewer", "operator", "owner" })
                Assert.Equal(HttpStatusCode.OK, (await new ConsoleBrowser(host.Root, role).GetAsync(path)).Status);
        }
    }

    [Theory]
    [InlineData(null, 401, 401)]
    [InlineData("customer", 403, 403)]
    [InlineData("viewer", 403, 403)]
    [InlineData("operator", 303, 403)]
    [InlineData("owner", 303, 303)]
    public async Task Forms_ask_for_their_own_role(string? user, int resolve, int change)
    {
        var host = await StartAsync("Production", Named);
        await host.Client("demo-key-that-is-long-enough").ReportAsync("ref-1", 77_777, Clock.GetUtcNow());
        var credit = await Database.ScalarAsync<string>("SELECT id FROM qris_credits");
        using var browser = new ConsoleBrowser(host.Root, user);
        // A form's own token, as far as this visitor can see a page with one.
        var token = ConsoleBrowser.Token().Match((await browser.GetAsync("/plugins/static-qris")).Body);
        if (!token.Success) token = ConsoleBrowser.Token().Match((await browser.GetAsync($"/credits/{credit}")).Body);
        (string, string) own = token.Success ? (token.Groups[1].Value, token.Groups[2].Value) : ("none", "none");

        Assert.Equal(resolve, (int)(await browser.PostAsync($"/credits/{credit}", ("action", "dismiss"), ("remark", "known"), own)).Status);
        Assert.Equal(change, (int)(await browser.PostAsync("/plugins", own)).Status);
    }

    [Theory]
    [InlineData("viewer", false, 403)]
    [InlineData("operator", true, 303)]
    [InlineData("owner", true, 303)]
    public async Task What_a_webhook_says_of_payers_is_for_operators(string user, bool reads, int replay)
    {
        var host = await StartAsync("Production", Named);
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("""
            INSERT INTO qris_webhooks (id, account, digest, headers, query, path_key, body, is_cut, times, state, verdict, tries, due_at, received_at)
            VALUES ('whk_0123456789abcdefghjkmnpqrs', 'qiospay', 'd', '{"User-Agent":"Gateway/1"}', '{"name":"BU SRI"}', NULL, 't{"name":"BU SRI"}', 0, 1, 'kept', 'malformed', 1, @now, @now)
            """, new { now = Clock.GetUtcNow().UtcDateTime });
        var page = "/webhooks/" + await Database.ScalarAsync<string>("SELECT id FROM qris_webhooks");
        using var browser = new ConsoleBrowser(host.Root, user);

        var body = await browser.PageAsync(page);

        Assert.Contains("qiospay", body, StringComparison.Ordinal);
        Assert.Equal(reads, body.Contains("Gateway/1", StringComparison.Ordinal));
        Assert.Equal(reads, body.Contains("BU SRI", StringComparison.Ordinal));
        var token = ConsoleBrowser.Token().Match(body);
        Assert.Equal(replay == 303, token.Success);
        Assert.Equal(replay, (int)(
            await browser.PostAsync(page, token.Success ? (token.Groups[1].Value, token.Groups[2].Value) : ("none", "none"))).Status);
    }

    [Fact]
    public async Task A_host_that_names_no_policy_lets_nobody_in_and_says_which_setting_to_name()
    {
        var host = await StartAsync("Production", Production, policies: false);

        foreach (var path in new[] { "", "/payments", "/nothing/here", "/plugins" })
        {
            var answer = (await new ConsoleBrowser(host.Root, "owner").GetAsync(path)).Is(HttpStatusCode.Forbidden);
            Assert.Contains("QrisPayments:Console:ViewerPolicy", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("static-qris", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Development", answer.Body, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await new ConsoleBrowser(host.Root).PostAsync("/plugins")).Status);
    }

    [Fact]
    public async Task A_role_without_a_policy_has_nobody_even_when_others_are_named()
    {
        var host = await StartAsync("Production", [.. Named[..2], ("QrisPayments:Console:ViewerPolicy", "look")]);
        using var viewer = new ConsoleBrowser(host.Root, "viewer");

        await viewer.PageAsync("/plugins");

        var answer = (await viewer.PostAsync("/plugins")).Is(HttpStatusCode.Forbidden);
        Assert.Contains("QrisPayments:Console:OwnerPolicy", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F14_the_pass_of_the_link_is_nothing_outside_Development_nor_beside_a_policy()
    {
        var development = await StartAsync("Development", [], policies: false);
        Assert.Contains(_log.GetSnapshot(), record => record.Message.StartsWith("Open the console", StringComparison.Ordinal));
        _log.Clear();
        (string, string?)[] named = [("QrisPayments:Console:OwnerPolicy", "own")];
        foreach (var (environment, settings, policies) in new[]
        {
            ("Staging", Production, false), ("Production", Production, false), ("Development", named, true),
        })
        {
            var host = await StartAsync(environment, settings, policies);
            // Issued by the host itself, so that only the rule can refuse it.
            foreach (var issuer in new[] { host, development })
            {
                var pass = issuer.App.Services.GetRequiredService<DevelopmentPass>().Issue();
                var answer = await AsAsync(host, request => request.Headers.Add("Cookie", $"qris-console-{host.Root.Port}={pass}"));
                Assert.Contains(answer.Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized });
            }
            // Nor is a link printed, and its address is one like any other of the console.
            Assert.DoesNotContain(_log.GetSnapshot(), record => record.Message.StartsWith("Open the console", StringComparison.Ordinal));
            var token = host.App.Services.GetRequiredService<DevelopmentLink>().Token;
            using var stranger = new ConsoleBrowser(host.Root);
            foreach (var answer in new[] { await stranger.GetAsync("/open/" + token), await stranger.PostAsync("/open", ("token", token)) })
                Assert.Contains(answer.Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized });
        }
        // The same works where it may.
        using var own = new ConsoleBrowser(development);
        Assert.Contains("start link (Development)", await own.PageAsync("/plugins"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_in_with_a_role_has_that_role_on_his_own_machine_too()
    {
        var host = await StartAsync("Development", Named[2..]);
        using var viewer = new ConsoleBrowser(host.Root, "viewer");

        Assert.DoesNotContain("action=\"/qris/admin/plugins\"", await viewer.PageAsync("/plugins"), StringComparison.Ordinal);
        (await viewer.PostAsync("/plugins")).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_it_to_itself()
    {
        var host = await StartAsync("Production", Named);
        using var stranger = new ConsoleBrowser(host.Root, "customer");
        using var owner = new ConsoleBrowser(host.Root, "owner");

        foreach (var answer in new[] { await owner.GetAsync(), await owner.GetAsync("/payments/x"), await stranger.GetAsync(),
            await owner.PostAsync("/plugins") })
        {
            var headers = answer.Response.Headers;
            var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
            Assert.Equal("DENY", Assert.Single(headers.GetValues("X-Frame-Options")));
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(headers.GetValues("Referrer-Policy")));
            Assert.True(headers.CacheControl!.NoStore);
            Assert.DoesNotContain("<script", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(" style=", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_asks_without_end_is_slowed_down_alone()
    {
        var host = await StartAsync("Production",
            [.. Named, ("QrisPayments:Limits:ConsolePerSecond", "1"), ("QrisPayments:Limits:ConsoleBurst", "3")]);
        using var hasty = new ConsoleBrowser(host.Root, "viewer");

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++) answers.Add((await hasty.GetAsync()).Status);

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        (await new ConsoleBrowser(host.Root, "owner").GetAsync()).Is(HttpStatusCode.OK);
    }

    private static async Task<Answer> AsAsync(TestHost host, Action<HttpRequestMessage> change)
    {
        using var browser = new ConsoleBrowser(host.Root);
        var request = new HttpRequestMessage(HttpMethod.Get, "/qris/admin/plugins");
        change(request);
        return await browser.SendAsync(request);
    }
}
