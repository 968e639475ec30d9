using QrisPayments.Tests.Console;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>What a gateway says about one payment and cannot be read is that payment's trouble; the account goes on.</summary>
public abstract class UnreadableTests(Database database) : GatewayTests(database)
{
    private const string Failures = "SELECT failures FROM qris_flights WHERE account = 'stub' AND kind = 'status'";

    private async Task<(Answer Payment, string Ref)> OddAsync(TestHost host)
    {
        var (payment, reference) = await PayableAsync(host);
        _gateway.Status = asked => asked == reference ? "odd on_hold_by_bank" : "pending";
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT unread FROM qris_attempts"), unread => unread is not null,
            "the word is noted");
        await LandedAsync(1);
        return (payment, reference);
    }

    private Task LandedAsync(long polls) => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_flights f JOIN qris_attempts a ON a.account = f.account "
            + "WHERE f.kind = 'status' AND f.lease IS NULL AND a.polls >= @polls", new { polls }),
        landed => landed > 0, $"it was asked {polls} times");

    private int AskedAbout(string reference) => _gateway.Asked.Count(asked => asked == "status " + reference);

    /// <summary>The account rests, as after many answers that did not come.</summary>
    private async Task RestAsync()
    {
        await using var connection = await Database.OpenAsync();
        await Dapper.SqlMapper.ExecuteAsync(connection,
            "UPDATE qris_flights SET failures = 8, due_at = @due WHERE account = 'stub' AND kind = 'status'",
            new { due = Clock.GetUtcNow().AddMinutes(10).UtcDateTime });
    }

    [Fact]
    public async Task F34_a_word_that_is_not_known_keeps_no_other_payment_waiting()
    {
        var host = await StartAsync(AsksAndHears);
        await OddAsync(host);
        Assert.Equal(0, await Database.ScalarAsync<long>(Failures));
        var (other, reference) = await PayableAsync(host);
        _gateway.Status = asked => asked == reference ? $"paid 50000 {Now}" : "odd on_hold_by_bank";

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(other.Text("id")!, "paid");
        Assert.Equal(0, await Database.ScalarAsync<long>(Failures));
    }

    [Fact]
    public async Task F34_it_is_shown_and_a_case_when_it_lasts_and_gone_when_it_can_be_read()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await OddAsync(host);
        Assert.Null((await host.Api.PaymentAsync(payment.Text("id")!)).Text("review"));
        using var browser = new ConsoleBrowser(host);
        Assert.Contains("(&#x27;on_hold_by_bank&#x27;)", await browser.PageAsync($"/payments/{payment.Text("id")}"),
            StringComparison.Ordinal);

        Clock.Advance(TimeSpan.FromMinutes(11));
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "doubtful");
        Assert.Contains("on_hold_by_bank", await Database.ScalarAsync<string>("SELECT note FROM qris_reviews"), StringComparison.Ordinal);
        await LandedAsync(2);

        _gateway.Status = _ => $"paid 50000 {Now}";
        Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Null(await Database.ScalarAsync<string>("SELECT unread FROM qris_attempts"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
        Assert.Equal(reference, await Database.ScalarAsync<string>("SELECT provider_ref FROM qris_attempts"));
    }

    [Fact]
    public async Task F34_a_genuine_webhook_asks_at_once_and_once_while_the_account_rests()
    {
        var host = await StartAsync(AsksAndHears);
        await OddAsync(host);
        var (paid, reference) = await PayableAsync(host);
        var (_, silent) = await PayableAsync(host);
        await RestAsync();
        _gateway.Status = asked => asked == reference ? $"paid 50000 {Now}" : "garbage";

        await TellAsync(host, $"{silent}|paid 50000");
        await TellAsync(host, $"{reference}|paid 50000");

        await host.Api.WaitForStatusAsync(paid.Text("id")!, "paid");
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE asked_at IS NOT NULL"),
            asked => asked == 1, "the gateway gave no answer about the other");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Task.Delay(400);
        Assert.Equal(1, AskedAbout(silent));
    }

    [Fact]
    public async Task F34_a_gateway_that_asks_to_be_left_alone_is_left_alone_by_webhooks_too()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        _gateway.Status = _ => "busy 300";
        await TellAsync(host, $"{reference}|paid 50000");
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_flights WHERE asked_until IS NOT NULL"),
            asked => asked == 1, "429 was heard");

        _gateway.Status = _ => $"paid 50000 {Now}";
        var (_, another) = await PayableAsync(host);
        await TellAsync(host, $"{another}|paid 50000");
        Clock.Advance(TimeSpan.FromSeconds(200));
        await Task.Delay(400);
        Assert.Equal((1, 0), (AskedAbout(reference), AskedAbout(another)));
        Clock.Advance(TimeSpan.FromSeconds(150));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task F34_where_only_webhooks_tell_a_word_that_is_not_known_is_a_case_at_once()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        await TellAsync(host, $"{reference}|odd on_hold_by_bank");

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "doubtful");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class UnreadableTestsOnMariaDb(MariaDb database) : UnreadableTests(database);

public sealed class UnreadableTestsOnSqlite(SqliteFile database) : UnreadableTests(database), IClassFixture<SqliteFile>;
