using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Notifications;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Outbox;

/// <summary>
/// A claim believes the row, not the look that was taken at it before. The rows are of a kind that no dispatcher looks for,
/// so that only the test works on them.
/// </summary>
public abstract class ClaimTests(Database database) : ModuleTests(database)
{
    [Fact]
    public async Task A_delivery_that_another_node_tried_meanwhile_is_not_claimed_from_an_old_look()
    {
        var host = await StartAsync();
        var store = host.App.Services.GetRequiredService<DeliveryStore>();
        var due = host.App.Services.GetRequiredService<DueDeliveries>();
        await QueueAsync();
        var seenByA = Assert.Single(await due.FindAsync("parked", "https://shop.example:443", [], 64, CancellationToken.None));
        var seenByB = Assert.Single(await due.FindAsync("parked", "https://shop.example:443", [], 64, CancellationToken.None));

        Assert.Equal(Claim.Ours, await store.ClaimAsync(seenByA, CancellationToken.None));
        await store.FailedAsync(seenByA, new DeliveryResult.Failed("No answer."), RetryRules.Default, TimeSpan.Zero,
            CancellationToken.None);

        Assert.Equal(Claim.Others, await store.ClaimAsync(seenByB, CancellationToken.None));
        Assert.Empty(await due.FindAsync("parked", "https://shop.example:443", [], 64, CancellationToken.None));
    }

    [Theory]
    [InlineData(CallbackDeliveries.KindName, null, "dead")]
    [InlineData(CallbackDeliveries.KindName, "kasir", "due")]
    [InlineData(HandlerDeliveries.KindName, null, "due")]
    [InlineData(FirstOpening.KindName, null, "due")]
    public async Task Only_callbacks_of_our_own_shape_are_given_up_for_their_failures(string kind, string? needs, string state)
    {
        var host = await StartAsync(("QrisPayments:Outbox:MaxTries", "1"));
        var store = host.App.Services.GetRequiredService<DeliveryStore>();
        await QueueAsync();
        var delivery = new Delivery { Id = "dlv_1", Subject = "pay_1", Kind = kind, Needs = needs };
        Assert.Equal(Claim.Ours, await store.ClaimAsync(delivery, CancellationToken.None));

        await store.FailedAsync(delivery, new DeliveryResult.Failed("Fault."), RulesOf(host, delivery), TimeSpan.Zero,
            CancellationToken.None);

        Assert.Equal(state, await Database.ScalarAsync<string>("SELECT state FROM qris_deliveries"));
    }

    [Theory]
    [InlineData(HandlerDeliveries.KindName)]
    [InlineData(CallbackDeliveries.KindName)]
    [InlineData(FirstOpening.KindName)]
    public async Task Without_a_first_pause_only_the_first_failures_are_tried_again_at_once(string kind)
    {
        var host = await StartAsync(("QrisPayments:Outbox:FirstRetry", "00:00:00"));
        var store = host.App.Services.GetRequiredService<DeliveryStore>();
        await QueueAsync();
        var pauses = new List<TimeSpan>();
        for (var tries = 0; tries < 8; tries++)
        {
            var delivery = new Delivery { Id = "dlv_1", Subject = "pay_1", Kind = kind, Tries = tries };
            Assert.Equal(Claim.Ours, await store.ClaimAsync(delivery, CancellationToken.None));
            await store.FailedAsync(delivery, new DeliveryResult.Failed("Fault."), RulesOf(host, delivery), TimeSpan.Zero,
                CancellationToken.None);
            var due = DateTime.SpecifyKind(await Database.ScalarAsync<DateTime>("SELECT due_at FROM qris_deliveries"), DateTimeKind.Utc);
            pauses.Add(due - Clock.GetUtcNow());
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.All(pauses[..4], pause => Assert.Equal(TimeSpan.Zero, pause));
        double[] seconds = [1, 2, 4, 8];
        Assert.All(seconds.Zip(pauses[4..]), pair => Assert.InRange(pair.Second.TotalSeconds, pair.First * 0.79, pair.First * 1.21));
    }

    private static RetryRules RulesOf(TestHost host, Delivery delivery) =>
        host.App.Services.GetServices<IDeliver>().Single(kind => kind.Kind == delivery.Kind).RetryOf(delivery);

    private async Task QueueAsync()
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("""
            INSERT INTO qris_deliveries (id, subject, kind, target, receiver, state, tries, due_at, created_at)
            VALUES ('dlv_1', 'pay_1', 'parked', 'https://shop.example/hook', 'https://shop.example:443', 'due', 0, @now, @now)
            """, new { now = Clock.GetUtcNow().UtcDateTime });
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ClaimOnMariaDb(MariaDb database) : ClaimTests(database);

public sealed class ClaimOnSqlite(SqliteFile database) : ClaimTests(database), IClassFixture<SqliteFile>;
