using System.Data.Common;
using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Notifications;

/// <summary>Handlers have parts of the places, too. On a server only: on SQLite a handler that hangs holds the one writer.</summary>
[Collection(OnMariaDb.Name)]
public sealed class HandlerFairnessTests(MariaDb database) : ModuleTests(database)
{
    [Fact]
    public async Task A_handler_that_hangs_keeps_no_other_from_its_work()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock, [], builder =>
        {
            builder.Services.AddPaymentHandler<Hangs>();
            builder.Services.AddPaymentHandler<Works>();
        }));
        for (var i = 0; i < 20; i++)
            (await host.Api.CancelAsync((await host.Api.CreateAsync()).Text("id")!)).Is(HttpStatusCode.OK);

        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE state = 'done' AND target = @works",
                new { works = typeof(Works).FullName }),
            done => done == 20, "the other one has done its work");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_delivery_tries WHERE ok = 0"));
    }

    [Fact]
    public async Task A_place_that_becomes_free_takes_what_the_last_look_left()
    {
        // Nothing but the end of another delivery lets it look again.
        var host = Owned(await TestHost.StartAsync(Database, Clock,
            [("QrisPayments:Outbox:Parallel", "8"), ("QrisPayments:Outbox:PollInterval", "00:01:00")], builder =>
        {
            builder.Services.AddPaymentHandler<Slow>();
            builder.Services.AddPaymentHandler<Works>();
        }));
        for (var i = 0; i < 9; i++) (await host.Api.CancelAsync((await host.Api.CreateAsync()).Text("id")!)).Is(HttpStatusCode.OK);

        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE state = 'done'"),
            done => done == 18, "both have done their work");
    }

    [Fact]
    public async Task Where_there_is_one_place_handlers_take_turns()
    {
        var order = new Order();
        var host = Owned(await TestHost.StartAsync(Database, Clock, [("QrisPayments:Outbox:Parallel", "1")], builder =>
        {
            builder.Services.AddSingleton(order);
            builder.Services.AddPaymentHandler<First>();
            builder.Services.AddPaymentHandler<Second>();
        }));
        for (var i = 0; i < 10; i++) (await host.Api.CancelAsync((await host.Api.CreateAsync()).Text("id")!)).Is(HttpStatusCode.OK);
        var begun = order.Ran.Count;

        order.Go.SetResult();

        await Wait.UntilAsync(() => Task.FromResult(order.Ran.Count), ran => ran >= begun + 6, "some have run");
        Assert.InRange(order.Ran.Skip(begun).Take(6).Count(name => name == nameof(Second)), 2, 4);
    }

    [Fact]
    public async Task Rows_that_a_frozen_node_holds_keep_no_others_waiting()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock, [], builder => builder.Services.AddPaymentHandler<Works>()));
        (await host.Api.CancelAsync((await host.Api.CreateAsync()).Text("id")!)).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => DoneAsync("dlv_"), done => done > 0, "what came by itself is done");
        BreaksOnPurpose("One delivery is copied, as no event has as many for one handler.", "deliveries_once");
        await using var books = await Database.OpenAsync();
        // As many as the handler has places are due first, and held.
        foreach (var i in Enumerable.Range(10, 20))
            await books.ExecuteAsync("""
                INSERT INTO qris_deliveries (id, event_id, subject, args, kind, target, receiver, state, tries, due_at, created_at)
                SELECT @id, event_id, subject, args, kind, target, receiver, 'due', 0, @due, created_at
                FROM qris_deliveries WHERE kind = 'handler' ORDER BY id LIMIT 1
                """, new { id = $"dlv_row{i}", due = Clock.GetUtcNow().UtcDateTime.AddHours(1).AddSeconds(i) });
        await using var frozen = await Database.OpenAsync();
        await using var transaction = await frozen.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted);
        Assert.Equal(8, await frozen.ExecuteAsync(
            "UPDATE qris_deliveries SET last_error = 'held' WHERE id >= 'dlv_row10' AND id < 'dlv_row18'", transaction: transaction));

        Clock.Advance(TimeSpan.FromHours(2));

        await Wait.UntilAsync(() => DoneAsync("dlv_row"), done => done == 12, "the others are done", TimeSpan.FromSeconds(60));
        await transaction.RollbackAsync();
    }

    private Task<long> DoneAsync(string id) =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'handler' AND state = 'done' AND id LIKE @id",
            new { id = id + "%" });

    public sealed class Order
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Ran { get; } = new();

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task RunAsync(string name)
        {
            Ran.Enqueue(name);
            return Go.Task;
        }
    }

    public sealed class First(Order order) : IPaymentHandler
    {
        public Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken) =>
            order.RunAsync(nameof(First));
    }

    public sealed class Second(Order order) : IPaymentHandler
    {
        public Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken) =>
            order.RunAsync(nameof(Second));
    }

    public sealed class Hangs : IPaymentHandler
    {
        public Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken) =>
            Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public sealed class Slow : IPaymentHandler
    {
        public Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken) =>
            Task.Delay(150, cancellationToken);
    }

    public sealed class Works : IPaymentHandler
    {
        public Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
