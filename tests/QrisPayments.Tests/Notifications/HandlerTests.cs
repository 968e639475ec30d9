using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Notifications;

/// <summary>DESIGN §4, Tell: at least once, and inside the acknowledging transaction exactly once in effect.</summary>
public abstract class HandlerTests(Database database) : ModuleTests(database)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS shop_effects (event_id VARCHAR(64) NOT NULL, type VARCHAR(64) NOT "
            + "NULL, payment_id VARCHAR(64) NOT NULL, handler VARCHAR(40) NOT NULL)");
        await connection.ExecuteAsync("DELETE FROM shop_effects");
    }

    /// <summary>What the handlers of one host did, and how often they were asked.</summary>
    public sealed class Diary
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public int FailFirst { get; init; }

        public int Call() => Interlocked.Increment(ref _calls);
    }

    private static Task<int> WriteAsync(PaymentEvent e, DbTransaction transaction, string handler) =>
        transaction.Connection!.ExecuteAsync(
            "INSERT INTO shop_effects (event_id, type, payment_id, handler) VALUES (@Id, @Type, @Payment, @handler)",
            new { e.Id, e.Type, Payment = e.Payment.Id, handler },
            transaction);

    /// <summary>Writes and then fails as often as it is told to.</summary>
    public sealed class Recorder(Diary diary) : IPaymentHandler
    {
        public async Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken)
        {
            await WriteAsync(paymentEvent, transaction, nameof(Recorder));
            if (diary.Call() <= diary.FailFirst)
                throw new InvalidOperationException("The shop's database said no.");
        }
    }

    public sealed class AlwaysFails : IPaymentHandler
    {
        public async Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken)
        {
            await WriteAsync(paymentEvent, transaction, nameof(AlwaysFails));
            throw new InvalidOperationException("Never.");
        }
    }

    private async Task<TestHost> StartAsync(Diary diary, Action<IServiceCollection>? more = null, params (string, string?)[] settings) =>
        Owned(await TestHost.StartAsync(Database, Clock, settings, builder =>
        {
            builder.Services.AddSingleton(diary);
            builder.Services.AddPaymentHandler<Recorder>();
            more?.Invoke(builder.Services);
        }));

    private Task<long> EffectsAsync(string? paymentId, string type, string handler = nameof(Recorder)) =>
        Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM shop_effects WHERE payment_id = @paymentId AND type = @type AND handler = @handler",
            new { paymentId, type, handler })!;

    private async Task<Answer> PaidAsync(TestHost host, long amount = 50_000)
    {
        var payment = await host.Api.CreateAsync(amount);
        Assert.Equal("matched",
            (await host.Api.ReportAsync($"ref-{payment.Text("id")}", payment.Number("total_amount"), Clock.GetUtcNow())).Text("outcome"));
        return payment;
    }

    [Fact]
    public async Task A_handler_hears_that_a_payment_was_paid()
    {
        var host = await StartAsync(new Diary());
        var payment = await PaidAsync(host);

        await Wait.UntilAsync(async () => await EffectsAsync(payment.Text("id"), "payment.paid") == 1, "the handler wrote");
    }

    [Theory]
    [InlineData("payment.expired")]
    [InlineData("payment.cancelled")]
    [InlineData("payment.review_opened")]
    public async Task A_handler_hears_of_the_other_outcomes(string type)
    {
        var host = await StartAsync(new Diary());
        var payment = await host.Api.CreateAsync();
        if (type == "payment.cancelled")
            await host.Api.CancelAsync(payment.Text("id")!);
        else
            Clock.Advance(TimeSpan.FromMinutes(16));
        if (type == "payment.review_opened")
            await host.Api.ReportAsync("ref-1", payment.Number("total_amount"), Clock.GetUtcNow());

        await Wait.UntilAsync(async () => await EffectsAsync(payment.Text("id"), type) == 1, "the handler wrote");
    }

    [Fact]
    public async Task A_handler_that_fails_is_asked_again_and_what_it_wrote_before_is_undone()
    {
        var diary = new Diary { FailFirst = 2 };
        var host = await StartAsync(diary);
        var payment = await PaidAsync(host);

        await Wait.UntilAsync(
            async () =>
            {
                // The pauses between the tries grow by the host's clock.
                Clock.Advance(TimeSpan.FromSeconds(5));
                return await EffectsAsync(payment.Text("id"), "payment.paid") == 1;
            },
            "the third try wrote");

        Assert.True(diary.Calls >= 3, $"{diary.Calls} calls");
        Assert.Equal(1, await EffectsAsync(payment.Text("id"), "payment.paid"));
    }

    [Fact]
    public async Task A_handler_that_always_fails_keeps_no_other_from_its_work()
    {
        var host = await StartAsync(new Diary(), services => services.AddPaymentHandler<AlwaysFails>());
        var payments = new List<Answer>();
        for (var i = 0; i < 10; i++)
            payments.Add(await PaidAsync(host));

        foreach (var payment in payments)
            await Wait.UntilAsync(async () => await EffectsAsync(payment.Text("id"), "payment.paid") == 1, "the good handler wrote");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM shop_effects WHERE handler = 'AlwaysFails'"));
    }

    [Fact]
    public async Task Registering_a_handler_twice_does_not_double_its_work()
    {
        var host = await StartAsync(new Diary(), services => services.AddPaymentHandler<Recorder>());
        var payment = await PaidAsync(host);
        var second = await PaidAsync(host);

        await Wait.UntilAsync(async () => await EffectsAsync(second.Text("id"), "payment.paid") >= 1, "the handler wrote");
        await Wait.UntilAsync(async () => await EffectsAsync(payment.Text("id"), "payment.paid") >= 1, "the handler wrote");
        await Wait.UntilAsync(
            async () => await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE done_at IS NULL") == 0,
                "nothing is left to deliver");
        Assert.Equal(1, await EffectsAsync(payment.Text("id"), "payment.paid"));
    }

    [Fact]
    public async Task What_happened_while_the_host_was_down_is_delivered_after_it_has_come_back()
    {
        var first = await StartAsync(new Diary { FailFirst = int.MaxValue });
        var payment = await PaidAsync(first);
        await first.App.StopAsync();

        await StartAsync(new Diary());

        await Wait.UntilAsync(
            async () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(10));
                return await EffectsAsync(payment.Text("id"), "payment.paid") == 1;
            },
            "the restarted host delivered");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class HandlerOnMariaDb(MariaDb database) : HandlerTests(database);

public sealed class HandlerOnSqlite(SqliteFile database) : HandlerTests(database), IClassFixture<SqliteFile>;
