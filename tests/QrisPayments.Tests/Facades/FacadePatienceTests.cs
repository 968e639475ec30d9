using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Outbox;
using QrisPayments.Testing;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>
/// How long a facade's callbacks are tried: some gateways' clients can ask nobody (WIRE M8), so that a payment which they are not told
/// of is lost to them.
/// </summary>
public abstract class FacadePatienceTests(Database database) : FacadeTests(database)
{
    private GatewayStub _client = null!;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_was_away_over_a_weekend_is_told_all_the_same(bool ofMoney)
    {
        _client.Answer = static _ => GatewayReply.Json("{}", 503);
        await HappenAsync(ofMoney);
        await WaitForTriesAsync(2);
        Clock.Advance(TimeSpan.FromDays(3));
        await WaitForTriesAsync(3);

        _client.Answer = static _ => GatewayReply.Json("{}");
        Clock.Advance(TimeSpan.FromHours(2));

        await Wait.UntilAsync(StateAsync, state => state == "done", "it was accepted");
        Assert.Equal(4, _client.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_week_it_is_given_up(bool ofMoney)
    {
        _client.Answer = static _ => GatewayReply.Json("{}", 503);
        await HappenAsync(ofMoney);
        await WaitForTriesAsync(2);
        var deliveries = Host.App.Services.GetRequiredService<DeliveryStore>();

        Clock.Advance(TimeSpan.FromDays(6.9));
        await deliveries.GiveUpAsync(CancellationToken.None);
        await WaitForTriesAsync(3);
        Clock.Advance(TimeSpan.FromDays(0.2));

        await Wait.UntilAsync(async () =>
        {
            await deliveries.GiveUpAsync(CancellationToken.None);
            return await StateAsync();
        }, state => state == "dead", "it was given up");
    }

    [Fact]
    public async Task A_client_that_signs_off_is_left_alone()
    {
        _client.Answer = static _ => GatewayReply.Json("{}", 410);
        await HappenAsync(ofMoney: false);
        await Wait.UntilAsync(StateAsync, state => state == "dead", "it was given up");
        Assert.Single(_client.Requests);
    }

    [Fact]
    public async Task A_private_address_is_refused_at_once_and_the_log_says_why()
    {
        var log = new FakeLogCollector();
        Host = Owned(await TestHost.StartAsync(Database, Clock, Settings(("QrisPayments:Callbacks:AllowedPrivateHosts:0", null)),
            builder => builder.LogTo(log)));
        await PaidAsync();
        await Wait.UntilAsync(StateAsync, state => state == "dead", "it was given up");
        Assert.Empty(_client.Requests);
        Assert.Contains("AllowedPrivateHosts",
            await Database.ScalarAsync<string>("SELECT last_error FROM qris_deliveries WHERE kind = 'callback'"), StringComparison.Ordinal);
        await Wait.UntilAsync(
            () => Task.FromResult(log.GetSnapshot().Any(record => record.Level == LogLevel.Warning
                && record.Text().Contains("AllowedPrivateHosts", StringComparison.Ordinal)
                && record.Text().Contains("given up", StringComparison.Ordinal))), "the log says it");
    }

    /// <summary>Two tries follow each other at once; then comes the long pause.</summary>
    private async Task HappenAsync(bool ofMoney)
    {
        (string, string?)[] hears = ofMoney ? [("QrisPayments:Apps:2:Facades:kasir:CallbackUrl", _client.Address.ToString())] : [];
        await StartWithFacadeAsync([("QrisPayments:Outbox:MaxTries", "2"), .. hears]);
        if (ofMoney) (await Host.Api.ReportAsync("TRX-1", 13_000, Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        else await PaidAsync();
    }

    private async Task PaidAsync() =>
        await PayAsync((await CreateAsync(more: [("callback_url", _client.Address.ToString()), ("ref_id", "INV-1")]))
            .Is(HttpStatusCode.OK));

    private Task WaitForTriesAsync(int tries) => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'callback' AND state = 'due' AND "
            + "lease IS NULL AND tries = @tries", new { tries }),
        found => found == 1, $"it has failed {tries} times and waits");

    private Task<string?> StateAsync() => Database.ScalarAsync<string>("SELECT state FROM qris_deliveries WHERE kind = 'callback'");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _client = await GatewayStub.StartAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _client.DisposeAsync();
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FacadePatienceOnMariaDb(MariaDb database) : FacadePatienceTests(database);

public sealed class FacadePatienceOnSqlite(SqliteFile database) : FacadePatienceTests(database), IClassFixture<SqliteFile>;
