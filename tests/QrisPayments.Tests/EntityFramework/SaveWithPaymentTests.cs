using Microsoft.EntityFrameworkCore;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.EntityFramework;

/// <summary>F25: order and payment in one transaction of the shop's context, whatever its strategy does.</summary>
public abstract class SaveWithPaymentTests(Database database) : EntityFrameworkTests(database)
{
    [Fact]
    public async Task F25_An_order_and_its_payment_are_saved_together()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        db.Orders.Add(Order("A-1"));

        var result = await Payments(host).SaveWithPaymentAsync(db, Payment("A-1"));

        var made = Assert.IsType<CreateResult.Created>(result).New;
        await Wait.UntilAsync(() => Payments(host).FindAsync(made.Id), p => p?.QrString is not null, "the attempt is open");
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
        Assert.False(db.ChangeTracker.HasChanges());
        Assert.Null(db.Database.CurrentTransaction);
    }

    [Fact]
    public async Task F25_A_payment_that_is_refused_saves_nothing_and_leaves_the_changes_in_the_context()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        db.Orders.Add(Order("A-1"));

        var refused = await Payments(host).SaveWithPaymentAsync(db, Payment("A-1") with { Amount = 0 });

        Assert.IsType<CreateResult.Invalid>(refused);
        Assert.Equal((0, 0), (await OrdersAsync(), await PaymentsAsync()));
        Assert.NotNull((await Payments(host).SaveWithPaymentAsync(db, Payment("A-1"))).Payment);
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
    }

    [Fact]
    public async Task F25_A_transaction_that_is_run_again_makes_one_payment()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        db.Orders.Add(Order("A-1"));
        Commits.LoseNext(new TimeoutException());

        var result = await Payments(host).SaveWithPaymentAsync(db, Payment("A-1"));

        Assert.IsType<CreateResult.Created>(result);
        Assert.Equal(2, Commits.Commits);
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F25_A_commit_whose_answer_was_lost_is_not_done_twice(bool isKnownToTheStrategy)
    {
        var host = await StartShopAsync();
        await using var db = Context();
        db.Orders.Add(Order("A-1"));
        Commits.LoseNextAnswer(isKnownToTheStrategy ? new TimeoutException() : new IOException());

        var result = await Payments(host).SaveWithPaymentAsync(db, Payment("A-1"));

        Assert.IsType<CreateResult.Created>(result);
        Assert.Equal(1, Commits.Commits);
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
        Assert.False(db.ChangeTracker.HasChanges());
    }

    [Fact]
    public async Task F25_What_was_saved_beside_an_open_payment_is_not_done_twice_when_the_answer_was_lost()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        db.Orders.Add(Order("A-1"));
        await Payments(host).SaveWithPaymentAsync(db, Payment("A-1"));
        var commits = Commits.Commits;

        db.Orders.Add(Order("A-2"));
        Commits.LoseNextAnswer(new TimeoutException());
        var told = await Assert.ThrowsAsync<InvalidOperationException>(() => Payments(host).SaveWithPaymentAsync(db, Payment("A-1")));

        Assert.Contains("may be saved", told.Message, StringComparison.Ordinal);
        Assert.Equal(commits + 1, Commits.Commits);
        Assert.Equal((2, 1), (await OrdersAsync(), await PaymentsAsync()));
    }

    [Fact]
    public async Task F25_An_order_with_a_number_of_the_databases_own_is_not_saved_twice_when_the_answer_was_lost()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        Commits.LoseNextAnswer(new TimeoutException());

        var result = await Payments(host).SaveWithPaymentAsync(db, _ =>
        {
            db.Orders.Add(Order("A-1"));
            return Task.FromResult(Payment("A-1"));
        });

        Assert.IsType<CreateResult.Created>(result);
        Assert.Equal(1, Commits.Commits);
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
    }

    [Fact]
    public async Task F25_A_commit_that_did_not_arrive_and_is_not_repeated_is_told()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        db.Orders.Add(Order("A-1"));
        Commits.LoseNext(new IOException("gone"));

        await Assert.ThrowsAsync<IOException>(() => Payments(host).SaveWithPaymentAsync(db, Payment("A-1")));

        Assert.Equal((0, 0), (await OrdersAsync(), await PaymentsAsync()));
        Assert.True(db.ChangeTracker.HasChanges());
    }

    [Fact]
    public async Task F25_An_order_is_paid_for_by_the_key_that_the_database_gave_it()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        Commits.LoseNext(new TimeoutException());
        Order? order = null;

        var result = await Payments(host).SaveWithPaymentAsync(db, async ct =>
        {
            order = Order("A-1");
            db.Orders.Add(order);
            await db.SaveChangesAsync(ct);
            return Payment($"order-{order.Id}");
        });

        Assert.Equal($"order-{order!.Id}", Assert.IsType<CreateResult.Created>(result).New.OrderId);
        Assert.Equal(order.Id, await Database.ScalarAsync<int>("SELECT Id FROM ef_orders"));
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
    }

    [Fact]
    public async Task F25_Changes_that_a_repeat_would_lose_are_refused()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        db.Orders.Add(Order("A-1"));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Payments(host).SaveWithPaymentAsync(db, _ => Task.FromResult(Payment("A-1"))));

        Assert.Contains("inside the delegate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F25_What_needs_a_transaction_and_has_none_names_the_remedy()
    {
        var host = await StartShopAsync();
        await using var db = Context();

        var create = await Assert.ThrowsAsync<InvalidOperationException>(() => Payments(host).CreateAsync(Payment("A-1"), db));
        var refund = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Payments(host).RefundAsync("pay_1", new NewRefund { Reason = "changed" }, db));

        Assert.All([create, refund], exception =>
        {
            Assert.Contains("BeginTransactionAsync", exception.Message, StringComparison.Ordinal);
            Assert.Contains("CreateExecutionStrategy", exception.Message, StringComparison.Ordinal);
        });
        Assert.Contains("SaveWithPaymentAsync", create.Message, StringComparison.Ordinal);
        Assert.Equal(0, await PaymentsAsync());
    }

    [Fact]
    public async Task F25_A_transaction_that_is_rolled_back_leaves_neither_order_nor_payment()
    {
        var host = await StartShopAsync();
        await using var db = Context();

        await InTransactionAsync(db, async () =>
        {
            db.Orders.Add(Order("A-1"));
            await db.SaveChangesAsync();
            Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Payment("A-1"), db));
            var twice = await Assert.ThrowsAsync<InvalidOperationException>(
                () => Payments(host).SaveWithPaymentAsync(db, Payment("A-1")));
            Assert.Contains("in a transaction already", twice.Message, StringComparison.Ordinal);
        }, commit: false);

        Assert.Equal((0, 0), (await OrdersAsync(), await PaymentsAsync()));
    }

    [Fact]
    public async Task F25_A_refund_commits_with_what_the_shop_notes_of_it()
    {
        var host = await StartShopAsync();
        await using var db = Context();
        db.Orders.Add(Order("A-1"));
        var id = (await Payments(host).SaveWithPaymentAsync(db, Payment("A-1"))).Payment!.Id;
        await Wait.UntilAsync(() => Payments(host).FindAsync(id), p => p?.QrString is not null, "the attempt is open");
        (await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay")).Is(System.Net.HttpStatusCode.OK);
        var refund = new NewRefund { Amount = 20_000, Reason = "one was broken", Reference = "TRX-1" };

        foreach (var commit in new[] { false, true })
        {
            await InTransactionAsync(db, async () =>
                Assert.IsType<RefundResult.Made>(await Payments(host).RefundAsync(id, refund, db)), commit);
            Assert.Equal(commit ? 1 : 0, (await Payments(host).FindRefundsAsync(id)).Count);
        }
    }

    private static Task InTransactionAsync(ShopContext db, Func<Task> workAsync, bool commit) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await workAsync();
            if (commit) await transaction.CommitAsync();
            else await transaction.RollbackAsync();
        });
}
