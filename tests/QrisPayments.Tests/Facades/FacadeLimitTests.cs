using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Facades;
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
    public async Task F15_guessing_costs_the_guesser_and_a_right_reference_opens_from_his_address_too(
        string guesser, string sameGuesser, string customer)
    {
        await StartBehindProxyAsync(("QrisPayments:Limits:CheckoutBurst", "5"), ("QrisPayments:Limits:CheckoutPerSecond", "1"));
        var reference = (await CreateAsync()).Is(HttpStatusCode.OK)["reference"];
        var clock = Stopwatch.StartNew();

        var guesses = await Task.WhenAll(Enumerable.Range(0, 153).Select(i => LookAsync($"KSR-{i}", guesser)));
        var held = Stopwatch.StartNew();
        // What has come back by then is used up again.
        var right = LookAsync(reference, sameGuesser);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => LookAsync($"KSR-{i}", guesser)));
        (await right).Is(HttpStatusCode.Found);

        Assert.InRange(guesses.Count(reply => reply.Status == HttpStatusCode.NotFound), 5, 6 + clock.Elapsed.TotalSeconds);
        Assert.All(guesses.Where(reply => reply.Status != HttpStatusCode.NotFound), TooMany);
        Assert.InRange(held.Elapsed.TotalSeconds, 2, 20);
        // Whoever guesses elsewhere holds nobody up.
        var quick = Stopwatch.StartNew();
        (await LookAsync(reference, customer)).Is(HttpStatusCode.Found);
        (await LookAsync("KSR-0", customer)).Is(HttpStatusCode.NotFound);
        Assert.InRange(quick.Elapsed.TotalSeconds, 0, 2);
    }

    /// <summary>Every answer to a guesser comes late, right and wrong alike, so none tells by its haste.</summary>
    [Fact]
    public async Task F15_a_guesser_waits_for_what_he_finds()
    {
        await StartBehindProxyAsync(("QrisPayments:Limits:CheckoutBurst", "1"), ("QrisPayments:Limits:CheckoutPerSecond", "1"));
        var reference = (await CreateAsync()).Is(HttpStatusCode.OK)["reference"];
        var waits = new List<double>();
        // A guess that comes back in between lets one answer through at once.
        while (waits.Count < 5 && !waits.Exists(wait => wait > 2))
        {
            var guessing = Enumerable.Range(0, 8).Select(i => LookAsync($"KSR-{i}", "203.0.113.7")).ToList();
            await Task.Delay(200);
            var clock = Stopwatch.StartNew();
            (await LookAsync(reference, "203.0.113.7")).Is(HttpStatusCode.Found);
            waits.Add(clock.Elapsed.TotalSeconds);
            await Task.WhenAll(guessing);
        }
        Assert.InRange(waits.Max(), 2, 20);
        // The facade's other clients are served meanwhile, as often as they may.
        var busy = Enumerable.Range(0, 100).Select(i => LookAsync($"KSR-{i}", "203.0.113.7")).ToList();
        var quick = Stopwatch.StartNew();
        (await CallAsync("GET", "api/list")).Is(HttpStatusCode.OK);
        Assert.InRange(quick.Elapsed.TotalSeconds, 0, 2.5);
        await Task.WhenAll(busy);
    }

    [Fact]
    public async Task F15_past_a_number_held_a_network_is_refused_at_once_and_a_right_reference_opens_all_the_same()
    {
        await StartBehindProxyAsync(("QrisPayments:Limits:CheckoutBurst", "5"), ("QrisPayments:Limits:CheckoutPerSecond", "1"));
        var reference = (await CreateAsync()).Is(HttpStatusCode.OK)["reference"];
        var guesses = Enumerable.Range(0, FacadeLimits.MaxHeld + 60).Select(i => LookAsync($"KSR-{i}", "203.0.113.7")).ToList();

        // A guess that was held is told to wait for the next one that it may make, a second; these were not held.
        var refused = 0;
        await foreach (var guess in Task.WhenEach(guesses))
            if ((await guess).Response.Headers.RetryAfter?.Delta == FacadeLimits.MaxPause)
            {
                TooMany(await guess);
                if (++refused == 10) break;
            }
        Assert.Equal(10, refused);
        Assert.Contains(guesses, guess => !guess.IsCompleted);
        for (var i = 0; i < 5; i++) (await LookAsync(reference, "203.0.113.7")).Is(HttpStatusCode.Found);
        (await LookAsync(reference, "203.0.113.8")).Is(HttpStatusCode.Found);
        (await LookAsync("KSR-0", "203.0.113.8")).Is(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(64, 9.75)]
    [InlineData(FacadeLimits.MaxHeld, 30)]
    [InlineData(10_000, 30)]
    public void F15_the_pause_grows_with_the_number_held(int held, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), FacadeLimits.Pause(held));

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
