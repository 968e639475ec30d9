using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Facades;

/// <summary>How much may be asked of a facade: by an app, and by strangers, each of whom uses up what is his.</summary>
public abstract class FacadeLimitTests(Database database) : FacadeTests(database)
{
    [Fact]
    public async Task An_app_has_the_same_rate_as_at_the_API()
    {
        await StartWithFacadeAsync(("QrisPayments:Limits:RequestsPerSecond", "1"), ("QrisPayments:Limits:Burst", "3"));
        var clock = Stopwatch.StartNew();
        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => CallAsync("GET", "api/list")));
        Assert.InRange(replies.Count(reply => reply.Status == HttpStatusCode.OK), 3, 4 + clock.Elapsed.TotalSeconds);
        Assert.All(replies.Where(reply => reply.Status != HttpStatusCode.OK), TooMany);
        (await CallAsync("GET", "api/list", key: "warung-key")).Is(HttpStatusCode.OK);
    }

    /// <summary>A customer at IPv6 has all addresses of a network of his own (RFC 6177), of which the first 64 bits are the name.</summary>
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", "203.0.113.8")]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", "203.0.113.8")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")]
    public async Task Guessing_references_is_slowed_down_for_whoever_guesses(string guesser, string sameGuesser, string customer)
    {
        await StartBehindProxyAsync(("QrisPayments:Limits:CheckoutBurst", "5"), ("QrisPayments:Limits:CheckoutPerSecond", "1"));
        var reference = (await CreateAsync()).Is(HttpStatusCode.OK)["reference"];
        var asked = 0;
        var refused = await Wait.UntilAsync(async () =>
        {
            // Guesses, and a right reference among them, so that no second goes by in which one guess more is allowed.
            var looks = Enumerable.Range(0, 60)
                .Select(i => i % 4 == 3 ? LookAsync(reference, sameGuesser) : LookAsync($"KSR-{Interlocked.Increment(ref asked)}", guesser))
                .ToList();
            var replies = await Task.WhenAll(looks);
            (await LookAsync(reference, customer)).Is(HttpStatusCode.Found);
            // "There is none" would be a lie.
            return replies.Where((reply, i) => i % 4 == 3 && reply.Status != HttpStatusCode.Found).ToList();
        }, replies => replies.Count > 0, "who guesses learns nothing any more");
        Assert.All(refused, TooMany);
        (await LookAsync("KSR-0", customer)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Drawing_is_for_everybody_but_not_without_end()
    {
        await StartBehindProxyAsync(("QrisPayments:Limits:CheckoutBurst", "5"), ("QrisPayments:Limits:CheckoutPerSecond", "1"));
        var clock = Stopwatch.StartNew();
        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => DrawAsync(Qris.Static, "203.0.113.7")));
        Assert.InRange(replies.Count(reply => reply.Status == HttpStatusCode.OK), 5, 6 + clock.Elapsed.TotalSeconds);
        Assert.All(replies.Where(reply => reply.Status != HttpStatusCode.OK), TooMany);
        (await DrawAsync(Qris.Static, "203.0.113.8")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_strangers_have_drawn_takes_no_place_of_the_checkouts_pictures()
    {
        await StartBehindProxyAsync(("QrisPayments:Limits:CheckoutBurst", "10000"), ("QrisPayments:Limits:CheckoutPerSecond", "10000"));
        await Parallel.ForAsync(1, 501,
            async (amount, _) => (await DrawAsync(Qris.Build("12", amount: $"{amount}"), "203.0.113.7")).Is(HttpStatusCode.OK));
        var pictures = Host.App.Services.GetRequiredService<QrCodes>();
        Assert.Same(pictures.Draw(Qris.Dynamic), pictures.Draw(Qris.Dynamic));
    }

    private async Task StartBehindProxyAsync(params (string, string?)[] own) =>
        Host = Owned(await TestHost.StartAsync(Database, Clock, Settings(own), map: app =>
    {
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
        app.UseRouting();
        app.MapQrisPayments();
    }));

    private Task<FacadeReply> LookAsync(string reference, string from) => FromAsync(from, "pay?invoice=" + reference);

    private Task<FacadeReply> DrawAsync(string payload, string from) => FromAsync(from, "qr?svg=1&text=" + Uri.EscapeDataString(payload));

    private Task<FacadeReply> FromAsync(string address, string path) =>
        CallAsync("GET", path, key: null, change: request => request.Headers.Add("X-Forwarded-For", address));

    private static void TooMany(FacadeReply reply)
    {
        Assert.Equal("Too many requests.", reply.Is(HttpStatusCode.TooManyRequests)["error"]);
        Assert.NotNull(reply.Response.Headers.RetryAfter);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FacadeLimitsOnMariaDb(MariaDb database) : FacadeLimitTests(database);

public sealed class FacadeLimitsOnSqlite(SqliteFile database) : FacadeLimitTests(database), IClassFixture<SqliteFile>;
