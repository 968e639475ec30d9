using System.Globalization;
using System.Net;
using System.Text.Json;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>
/// The gateway made the payment, and its answer was lost: what it says of it later completes what the customer sees, and the books.
/// </summary>
public abstract class LostAnswerTests(Database database) : GatewayTests(database)
{
    private const string State = "SELECT state FROM qris_attempts WHERE account = 'stub'";
    private const string Total = "SELECT total_amount FROM qris_attempts WHERE account = 'stub'";
    private const string Error = "SELECT error FROM qris_attempts WHERE account = 'stub'";

    private async Task<(TestHost Host, Answer Payment)> LostAsync(string provider = "stub")
    {
        _gateway.Create = _ => Task.FromResult<string?>(null);
        var host = await StartAsync(AsksAndHears);
        var payment = (await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body =>
        {
            if (provider.Length > 0) body["provider"] = provider;
        }))).Is(HttpStatusCode.Created);
        Assert.Equal("unknown", await Database.ScalarAsync<string>(State));
        return (host, payment);
    }

    private void Says(string words) =>
        _gateway.Status = reference => reference.StartsWith("by-att_", StringComparison.Ordinal) || reference == "gw-7" ? words : "nothing";

    private static string Qr(long total) => Uri.EscapeDataString(Plain(total));

    private static string Plain(long total) => Qris.Build(method: "12", amount: total.ToString(CultureInfo.InvariantCulture));

    private Task<T> UntilAsync<T>(string sql, Func<T, bool> isThere, string what) =>
        Wait.UntilAsync(() => Database.ScalarAsync<T>(sql)!, isThere!, what)!;

    [Fact]
    public async Task F09_a_payment_that_is_found_later_is_shown_once_and_paid_in_the_gateways_own_total()
    {
        var (host, payment) = await LostAsync();
        var id = payment.Text("id")!;
        Assert.Equal(JsonValueKind.Null, payment["qr_string"].ValueKind);
        var end = StubGateway.Time(Clock.GetUtcNow().AddMinutes(10));
        Says($"pending gw-7 50347 {Qr(50_347)} {end}");

        Clock.Advance(TimeSpan.FromSeconds(6));
        await UntilAsync<string>(State, state => state == "open", "it is open");

        var open = await host.Api.PaymentAsync(id);
        Assert.Equal(("pending", 50_347, Plain(50_347)), (open.Text("status"), open.Number("total_amount"), open.Text("qr_string")));
        Assert.Equal(end, StubGateway.Time(open.Time("expires_at")));
        var page = await host.Api.GetAsync($"/pay/{id}");
        Assert.Contains("50.347", page.Is(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        Assert.Equal("gw-7", await Database.ScalarAsync<string>("SELECT provider_ref FROM qris_attempts"));

        await AskedAsync(1);
        Clock.Advance(TimeSpan.FromSeconds(20));
        await UntilAsync<long>("SELECT polls FROM qris_attempts", polls => polls > 1, "it was asked about again");
        Assert.Single(await host.Api.EventTypesAsync(id), type => type == "payment.opened");

        await AskedAsync(2);
        Says($"paid 50347 {Now}");
        Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(50_347, (await host.Api.WaitForStatusAsync(id, "paid")).Number("paid_amount"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
    }

    [Fact]
    public async Task F09_where_the_gateway_tells_no_more_than_its_total_the_money_matches()
    {
        var (host, payment) = await LostAsync();
        Says("pending gw-7 50347");
        Clock.Advance(TimeSpan.FromSeconds(6));
        await UntilAsync<long>(Total, total => total == 50_347, "the total is the gateway's");
        Assert.Equal("unknown", await Database.ScalarAsync<string>(State));
        await AskedAsync(1);

        Says($"paid 50347 {Now}");
        Clock.Advance(TimeSpan.FromSeconds(20));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
    }

    [Fact]
    public async Task F09_a_payment_that_is_found_paid_counts_in_the_gateways_own_total()
    {
        var (host, payment) = await LostAsync();
        Says($"paid 50347 {Now} R-1 gw-7 50347");

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
    }

    [Fact]
    public async Task F09_a_payment_that_had_ended_before_it_was_found_is_late_and_not_overpaid()
    {
        var (host, payment) = await LostAsync();
        (await host.Api.CancelAsync(payment.Text("id")!)).Is(HttpStatusCode.OK);
        Says($"paid 50347 {Now} R-1 gw-7 50347");

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "late");
    }

    [Fact]
    public async Task F09_what_is_found_does_not_push_aside_what_the_customer_is_shown()
    {
        var (host, payment) = await LostAsync(provider: "");
        var shown = payment.Text("qr_string");
        Assert.NotNull(shown);
        Says($"pending gw-7 50347 {Qr(50_347)}");

        Clock.Advance(TimeSpan.FromSeconds(6));
        await UntilAsync<long>(Total, total => total == 50_347, "the total is the gateway's");

        Assert.Equal("unknown", await Database.ScalarAsync<string>(State));
        Assert.Equal(shown, (await host.Api.PaymentAsync(payment.Text("id")!)).Text("qr_string"));
    }

    [Theory]
    [InlineData(500_000, 500_000, "total_refused")]
    [InlineData(49_000, 49_000, "total_refused")]
    [InlineData(50_347, 55_000, "qr_refused")]
    public async Task F07_F09_what_is_found_passes_the_check_of_every_opening(long total, long inQr, string code)
    {
        var (host, payment) = await LostAsync();
        Says($"pending gw-7 {total} {Qr(inQr)}");

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "failed");
        var error = await Database.ScalarAsync<string>(Error);
        Assert.Equal("rejected", await Database.ScalarAsync<string>(State));
        Assert.StartsWith(code, error, StringComparison.Ordinal);
        Assert.Contains($"{inQr}", error, StringComparison.Ordinal);
        Assert.Equal(50_000, await Database.ScalarAsync<long>(Total));
    }

    [Fact]
    public async Task F07_money_in_a_total_that_is_no_fee_is_a_case_with_both_numbers()
    {
        var (host, payment) = await LostAsync();
        Says($"paid 500000 {Now} R-1 gw-7 500000");

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "overpaid");
        Assert.Equal("Rp500.000 was paid instead of Rp50.000.", await Database.ScalarAsync<string>("SELECT note FROM qris_reviews"));
    }

    [Fact]
    public async Task F07_a_create_that_asks_for_ten_times_the_amount_is_rejected_with_both_numbers()
    {
        _gateway.Create = words => Task.FromResult<string?>($"gw-{words[0]} 500000");
        var host = await StartAsync(AsksAndHears);

        await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub"));

        Assert.Equal("failed", await Database.ScalarAsync<string>("SELECT status FROM qris_payments"));
        Assert.StartsWith("total_refused: The provider wants 500000 for 50000.", await Database.ScalarAsync<string>(Error),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task F07_F09_a_total_that_another_open_payment_has_is_not_shown_twice()
    {
        var traits = "GatewayMatchesTotal = true";
        _gateway.Create = words => Task.FromResult<string?>($"gw-{words[0]} 50347");
        var host = await StartAsync(AsksAndHears, traits);
        await PayableAsync(host);
        _gateway.Create = _ => Task.FromResult<string?>(null);
        var lost = (await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub"))).Is(HttpStatusCode.Created);
        Says($"pending gw-7 50347 {Qr(50_347)}");

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(lost.Text("id")!, "failed");
        Assert.StartsWith("total_taken", await Database.ScalarAsync<string>("SELECT error FROM qris_attempts WHERE state = 'rejected'"),
            StringComparison.Ordinal);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class LostAnswerTestsOnMariaDb(MariaDb database) : LostAnswerTests(database);

public sealed class LostAnswerTestsOnSqlite(SqliteFile database) : LostAnswerTests(database), IClassFixture<SqliteFile>;
