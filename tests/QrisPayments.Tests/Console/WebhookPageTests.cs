using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Gateways;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Gateways;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Console;

/// <summary>The console's book of webhooks: what came, what became of it, and reading it again.</summary>
public abstract class WebhookPageTests(Database database) : GatewayTests(database)
{
    private Task<string?> StateAsync() => Database.ScalarAsync<string>("SELECT state FROM qris_webhooks");

    private Task<string?> IdAsync() => Database.ScalarAsync<string>("SELECT id FROM qris_webhooks");

    private Task<long> OpenCasesAsync() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE state = 'open'");

    private static async Task<string> ReplayAsync(TestHost host, string? id)
    {
        using var browser = new ConsoleBrowser(host);
        return ConsoleBrowser.Goal(await browser.SubmitAsync("/plugins", "/webhooks/" + id));
    }

    [Fact]
    public async Task What_was_forged_under_a_wrong_secret_counts_when_it_is_read_again_under_the_right_one()
    {
        var wrong = await StartAsync(["IReceiveWebhooks"], more: ("QrisPayments:Providers:stub:Key", "wrong-one"));
        var (payment, reference) = await PayableAsync(wrong);
        (await TellAsync(wrong, $"{reference}|paid 50000", $"sum:{StubGateway.Key.Length}")).Is(HttpStatusCode.Forbidden);
        // It would verify with the wrong one again.
        await wrong.DisposeAsync();
        var mended = await StartAsync(["IReceiveWebhooks"]);

        Assert.Equal($"/qris/admin/webhooks/{await IdAsync()}?said=replayed", await ReplayAsync(mended, await IdAsync()));

        await mended.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        await Wait.UntilAsync(StateAsync, state => state == "applied", "it is done with");
    }

    [Fact]
    public async Task What_was_counted_is_counted_no_second_time()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);
        (await TellAsync(host, $"{reference}|paid 50000")).Is(HttpStatusCode.OK);
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        await Wait.UntilAsync(StateAsync, state => state == "applied", "it is done with");

        for (var i = 1; i <= 3; i++)
        {
            await ReplayAsync(host, await IdAsync());
            await Wait.UntilAsync(StateAsync, state => state == "applied", "it is done with again");
        }

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(type => type == "payment.paid"));
        Assert.Equal(0, await OpenCasesAsync());
    }

    [Fact]
    public async Task Q18_what_was_accepted_and_cannot_be_read_leads_from_its_case_to_the_webhook_and_has_one_open_case()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        (await TellAsync(host, "accept <b>Ibu Sri</b>")).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(OpenCasesAsync, cases => cases == 1, "a person is asked");
        using var browser = new ConsoleBrowser(host);
        var review = await Database.ScalarAsync<string>("SELECT id FROM qris_reviews");

        var casePage = await browser.PageAsync($"/reviews/{review}");
        Assert.Contains("Unclear report of a gateway", casePage, StringComparison.Ordinal);
        Assert.Contains($"/qris/admin/webhooks/{await IdAsync()}\"", casePage, StringComparison.Ordinal);
        var page = await browser.PageAsync($"/webhooks/{await IdAsync()}");
        Assert.Contains("accept &lt;b&gt;Ibu Sri&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains($"/qris/admin/reviews/{review}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(StubGateway.Key, page, StringComparison.Ordinal);
        Assert.Contains("‹Key›", WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        await ReplayAsync(host, await IdAsync());
        await Wait.UntilAsync(StateAsync, state => state == "kept", "it is verified again");
        Assert.Equal(1, await OpenCasesAsync());
    }

    private async Task GiveUpAsync(TestHost host)
    {
        (await TellAsync(host, "gw-nobody|paid 50000")).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT tries FROM qris_webhooks WHERE lease_until IS NULL"),
            tries => tries > 0, "it was looked at");
        Clock.Advance(TimeSpan.FromHours(25));
        await Wait.UntilAsync(StateAsync, state => state == "dead", "it is given up");
    }

    private Task<string?> LookedAtAsync() =>
        Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT reason FROM qris_webhooks WHERE state = 'verified'"),
            reason => reason is not null, "it was looked at");

    [Fact]
    public async Task What_was_genuine_stays_so_when_the_secret_has_changed_since()
    {
        var before = await StartAsync(["IReceiveWebhooks"]);
        await GiveUpAsync(before);
        await before.DisposeAsync();
        var changed = await StartAsync(["IReceiveWebhooks"], more: ("QrisPayments:Providers:stub:Key", "another-one"));

        await ReplayAsync(changed, await IdAsync());
        await LookedAtAsync();

        Assert.Equal("genuine",
            await Database.ScalarAsync<string>(
                "SELECT verdict FROM qris_webhooks WHERE reading IS NOT NULL AND body = 'tgw-nobody|paid 50000'"));
    }

    [Fact]
    public async Task What_comes_again_long_after_it_was_read_again_has_a_day_of_its_own()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        await GiveUpAsync(host);
        await ReplayAsync(host, await IdAsync());
        await LookedAtAsync();
        Clock.Advance(TimeSpan.FromHours(25));
        await Wait.UntilAsync(StateAsync, state => state == "dead", "it is given up again");
        Clock.Advance(TimeSpan.FromDays(2));

        (await TellAsync(host, "gw-nobody|paid 50000")).Is(HttpStatusCode.OK);

        await LookedAtAsync();
        Clock.Advance(TimeSpan.FromHours(12));
        await Task.Delay(200);
        Assert.Equal("verified", await StateAsync());
    }

    [Fact]
    public async Task What_a_person_had_read_again_stays_whole_and_is_kept_whatever_it_is_taken_for()
    {
        var right = await StartAsync(["IReceiveWebhooks"]);
        (await TellAsync(right, "accept " + new string('x', 5_000), $"sum:{StubGateway.Key.Length}")).Is(HttpStatusCode.OK);
        await right.DisposeAsync();
        var wrong = await StartAsync(["IReceiveWebhooks"], more: ("QrisPayments:Providers:stub:Key", "wrong-one"));

        await ReplayAsync(wrong, await IdAsync());

        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT verdict FROM qris_webhooks"), verdict => verdict == "forged",
            "it is verified again");
        Clock.Advance(TimeSpan.FromDays(2));
        await wrong.App.Services.GetRequiredService<WebhookInbox>().SweepAsync(CancellationToken.None);
        Assert.Equal(5_008, await Database.ScalarAsync<long>("SELECT LENGTH(body) FROM qris_webhooks WHERE is_cut = 0"));
    }

    [Fact]
    public async Task What_had_been_cut_is_whole_once_it_comes_again_and_is_genuine()
    {
        var wrong = await StartAsync(["IReceiveWebhooks"], more: ("QrisPayments:Providers:stub:Key", "wrong-one"));
        var body = "gw-nobody|paid 50000|" + new string('x', 5_000);
        (await TellAsync(wrong, body, $"sum:{StubGateway.Key.Length}")).Is(HttpStatusCode.Forbidden);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE is_cut = 1 AND LENGTH(body) <= 2000"));
        await wrong.DisposeAsync();
        var mended = await StartAsync(["IReceiveWebhooks"]);

        (await TellAsync(mended, body, $"sum:{StubGateway.Key.Length}")).Is(HttpStatusCode.OK);

        Assert.Equal("t" + body,
            await Database.ScalarAsync<string>("SELECT body FROM qris_webhooks WHERE is_cut = 0 AND verdict = 'genuine'"));
    }

    [Fact]
    public async Task What_was_given_up_has_a_day_again()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        await GiveUpAsync(host);

        await ReplayAsync(host, await IdAsync());
        Assert.EndsWith("?said=at_work", await ReplayAsync(host, await IdAsync()), StringComparison.Ordinal);
        await LookedAtAsync();
        Clock.Advance(TimeSpan.FromHours(25));

        await Wait.UntilAsync(StateAsync, state => state == "dead", "it is given up again");
        Assert.Equal(1, await OpenCasesAsync());
    }

    [Fact]
    public async Task Of_a_long_forged_one_only_the_beginning_is_kept_so_that_it_is_not_read_again()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        (await TellAsync(host, new string('x', 30_000), key: "guess")).Is(HttpStatusCode.Forbidden);
        using var browser = new ConsoleBrowser(host);

        Assert.Contains("cannot be read again", await browser.PageAsync($"/webhooks/{await IdAsync()}"), StringComparison.Ordinal);
        (await browser.SubmitAsync("/plugins", $"/webhooks/{await IdAsync()}")).Is(HttpStatusCode.NotFound);
        Assert.Equal("kept", await StateAsync());
    }

    [Fact]
    public async Task The_list_shows_the_latest_first_page_by_page_and_by_what_became_of_them()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        for (var i = 0; i < 60; i++)
        {
            (await TellAsync(host, $"forged-{i}", key: "guess")).Is(HttpStatusCode.Forbidden);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await TellAsync(host, "accept");
        using var browser = new ConsoleBrowser(host);

        var first = await browser.PageAsync("/webhooks");
        var next = System.Text.RegularExpressions.Regex.Match(first, "href=\"/qris/admin(/webhooks\\?after=[^\"]+)\"").Groups[1].Value;
        var second = await browser.PageAsync(WebUtility.HtmlDecode(next));

        Assert.Equal((50, 11), (Rows(first), Rows(second)));
        Assert.Equal((1, 50),
            (Rows(await browser.PageAsync("/webhooks?show=unclear")), Rows(await browser.PageAsync("/webhooks?show=forged"))));
        foreach (var odd in new[] { "?show=x", "?after=x", "?show=forged&after=1.%27" })
            Assert.True(Rows(await browser.PageAsync("/webhooks" + odd)) == 50, odd);
        foreach (var nobody in new[] { "/webhooks/whk_0", "/webhooks/x", "/webhooks/%00" })
            Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync(nobody)).Status);

        static int Rows(string page) => page.Split("<a class=\"row\"").Length - 1;
    }
}

[Collection(OnMariaDb.Name)]
public sealed class WebhookPagesOnMariaDb(MariaDb database) : WebhookPageTests(database);

public sealed class WebhookPagesOnSqlite(SqliteFile database) : WebhookPageTests(database), IClassFixture<SqliteFile>;
