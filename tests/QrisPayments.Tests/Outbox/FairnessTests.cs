using System.Net;
using Dapper;
using QrisPayments.Apps;
using QrisPayments.Notifications;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Outbox;

/// <summary>A receiver that is dead costs nobody but itself: others are told as if it were not there.</summary>
public abstract class FairnessTests(Database database) : ModuleTests(database)
{
    private Listener _dead = null!;
    private Listener _alive = null!;

    [Fact]
    public async Task A_receiver_that_never_answers_delays_no_other_app()
    {
        var host = await StartAsync(Settings);
        for (var i = 0; i < 60; i++) await CancelledAsync(host.Api, _dead.Address + $"/{i}");

        await CancelledAsync(host.Client("toko-key"), _alive.Address + "/toko");

        await Wait.UntilAsync(() => Task.FromResult(_alive.Accepted.Count), count => count == 1, "the other app is told");
        // It did not have to wait until they were broken off, one after the other.
        Assert.InRange(await DeadTriesAsync(), 0, 3);
        Assert.Equal(1, _dead.Most);
    }

    [Fact]
    public async Task Ten_thousand_due_deliveries_of_a_dead_receiver_hide_no_other()
    {
        var host = await StartAsync(Settings);
        await QueueAsync(host, _dead, 10_000);

        await QueueAsync(host, _alive, 5);

        await Wait.UntilAsync(() => Task.FromResult(_alive.Accepted.Count), count => count == 5, "the other one is told");
        Assert.InRange(await DeadTriesAsync(), 0, 3);
    }

    [Fact]
    public async Task Each_of_two_nodes_asks_a_dead_receiver_once_at_a_time_and_a_live_one_hears_everything_once()
    {
        var one = await StartAsync(Settings);
        await StartAsync(Settings);
        await QueueAsync(one, _dead, 100);

        await QueueAsync(one, _alive, 40);

        await NothingWaitsAsync(_alive);
        Assert.Equal(Paths(40), _alive.Accepted.Order(StringComparer.Ordinal));
        await Wait.UntilAsync(() => Task.FromResult(_dead.Most), most => most == 2, "both nodes have asked");
        Assert.InRange(await DeadTriesAsync(), 0, 6);
    }

    [Fact]
    public async Task A_receiver_that_comes_back_hears_everything_once()
    {
        // A try is broken off before the lease is over.
        var host = await StartAsync([.. Settings, ("QrisPayments:Outbox:Lease", "00:00:01")]);
        await QueueAsync(host, _dead, 30);
        await Wait.UntilAsync(DeadTriesAsync, tries => tries >= 2, "it was asked more than once");
        // A try that was broken off may be open here a moment longer.
        Assert.InRange(_dead.Most, 1, 2);

        _dead.Silent = false;

        await NothingWaitsAsync(_dead, TimeSpan.FromSeconds(1));
        Assert.Equal(Paths(30), _dead.Accepted.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public async Task Where_more_are_dead_than_there_are_places_for_them_a_new_receiver_has_its_turn_beside_one_that_is_always_busy(
        int parallel)
    {
        var all = new List<Listener>();
        for (var i = 0; i < 7; i++) all.Add(await Listener.StartAsync(silent: true));
        try
        {
            // Between the two stand all the dead.
            all.Sort((one, other) => string.CompareOrdinal(one.Address, other.Address));
            var (busy, fresh) = (all[0], all[^1]);
            busy.Silent = fresh.Silent = false;
            var host = await StartAsync(
                [.. Settings, ("QrisPayments:Outbox:Lease", "00:00:01"), ("QrisPayments:Outbox:Parallel", $"{parallel}")]);
            await QueueAsync(host, busy, 1);
            await NothingWaitsAsync(busy);
            foreach (var listener in all[1..]) await QueueAsync(host, listener, listener == fresh ? 3 : 100);

            await Wait.UntilAsync(async () =>
            {
                await QueueAsync(host, busy, 20);
                await Task.Delay(200);
                return fresh.Accepted.Count;
            }, told => told == 3, "the new one is told", TimeSpan.FromSeconds(60));
        }
        finally
        {
            foreach (var listener in all) await listener.DisposeAsync();
        }
    }

    private (string, string?)[] Settings =>
    [
        ("QrisPayments:Apps:1:Code", "toko"), ("QrisPayments:Apps:1:Key", "toko-key"), ("QrisPayments:Apps:1:Scopes:0", "*"),
        ("QrisPayments:Outbox:FirstRetry", "00:00:00"), ("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"),
    ];

    private static async Task<string> CancelledAsync(ApiClient api, string? callback = null)
    {
        var payment = await api.CreateAsync(change: body => body["callback_url"] = callback);
        (await api.CancelAsync(payment.Text("id")!)).Is(HttpStatusCode.OK);
        return payment.Text("id")!;
    }

    /// <summary>Writes deliveries of one event, each to a path of its own.</summary>
    private async Task QueueAsync(TestHost host, Listener listener, int count)
    {
        var payment = await CancelledAsync(host.Api);
        await using var connection = await Database.OpenAsync();
        var (id, at) = await connection.QuerySingleAsync<(string, DateTime)>(
            "SELECT id, at FROM qris_events WHERE payment_id = @payment AND type = 'payment.cancelled'", new { payment });
        foreach (var paths in Paths(count).Chunk(1_000))
            await connection.ExecuteAsync($"""
                INSERT INTO qris_deliveries (id, event_id, subject, kind, target, receiver, args, state, tries, due_at, created_at)
                VALUES {string.Join(", ", paths.Select(path => $"('dlv_{payment[4..10]}{path}', @id, @payment, 'callback', '{listener.Address}{path}', @receiver, @args, 'due', 0, @at, @at)"))}
                """, new { id, payment, receiver = listener.Address, args = new DeliveryArgs { Type = PaymentEventTypes.Cancelled, At = Clock.GetUtcNow() }.ToStored(), at });
    }

    private static IEnumerable<string> Paths(int count) => Enumerable.Range(10_000, count).Select(i => $"/{i}");

    private Task<long> DeadTriesAsync() => Database.ScalarAsync<long>(
        "SELECT COUNT(*) FROM qris_delivery_tries t JOIN qris_deliveries d ON d.id = t.delivery_id WHERE "
            + "d.target LIKE @to AND t.ok = 0", new { to = _dead.Address + "/%" });

    /// <summary>What was tried in vain comes again after a pause of the host's clock.</summary>
    private Task NothingWaitsAsync(Listener listener, TimeSpan step = default) => Wait.UntilAsync(
        () =>
        {
            Clock.Advance(step);
            return Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE state <> 'done' AND target LIKE @to",
                new { to = listener.Address + "/%" });
        },
        left => left == 0, "all is told", TimeSpan.FromSeconds(60));

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        (_dead, _alive) = (await Listener.StartAsync(silent: true), await Listener.StartAsync(silent: false));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _dead.DisposeAsync();
        await _alive.DisposeAsync();
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FairnessOnMariaDb(MariaDb database) : FairnessTests(database);

public sealed class FairnessOnSqlite(SqliteFile database) : FairnessTests(database), IClassFixture<SqliteFile>;
