using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Notifications;

/// <summary>The shop's own code: order and payment commit or vanish together, and the attempt opens after the commit.</summary>
public abstract class HostTransactionTests(Database database) : ModuleTests(database)
{
    private static NewPayment Order(string id) => new() { OrderId = id, Amount = 50_000 };

    private static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    [Fact]
    public async Task A_payment_of_the_shops_own_code_is_open_at_once()
    {
        var host = await StartAsync();

        var created = Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Order("A-1")));

        Assert.Equal(PaymentStatus.Pending, created.New.Status);
        var read = (await Payments(host).FindAsync(created.New.Id))!;
        Assert.Equal(50_000 + read.UniqueCode, read.TotalAmount);
        Assert.NotNull(read.QrString);
        Assert.Equal([created.New.Id], (await Payments(host).FindByOrderAsync("A-1")).Select(p => p.Id));
    }

    [Fact]
    public async Task An_order_with_an_open_payment_answers_with_that_one()
    {
        var host = await StartAsync();
        var first = await Payments(host).CreateAsync(Order("A-1"));

        var second = Assert.IsType<CreateResult.OrderHasOpenPayment>(await Payments(host).CreateAsync(Order("A-1")));

        Assert.Equal(first.Payment!.Id, second.Payment!.Id);
    }

    [Fact]
    public async Task A_wrong_request_names_its_faults()
    {
        var host = await StartAsync();

        var invalid = Assert.IsType<CreateResult.Invalid>(await Payments(host).CreateAsync(new NewPayment { OrderId = "", Amount = 0 }));

        Assert.Equal(["amount", "order_id"], invalid.Faults.Select(f => f.Field).Order());
    }

    [Fact]
    public async Task A_payment_that_commits_with_the_order_is_prepared_until_then_and_opens_by_itself()
    {
        var host = await StartAsync();
        CreateResult result;
        await using (var connection = await Database.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            result = await Payments(host).CreateAsync(Order("A-1"), transaction);
            var preparing = Assert.IsType<CreateResult.Created>(result).New;
            Assert.Null(preparing.QrString);
            Assert.Null(preparing.TotalAmount);
            Assert.Null(preparing.ExpiresAt);
            await transaction.CommitAsync();
        }

        var open = await Wait.UntilAsync(() => Payments(host).FindAsync(result.Payment!.Id), p => p?.QrString is not null,
            "the attempt is open");
        Assert.Equal(50_000 + open!.UniqueCode, open.TotalAmount);
        Assert.NotNull(open.ExpiresAt);
    }

    [Fact]
    public async Task A_payment_whose_only_provider_is_off_when_it_is_committed_opens_when_that_is_on_again()
    {
        var host = await StartAsync(("QrisPayments:Plugins:PollInterval", "00:00:00.100"));
        var (any, named) = (await CommitForLaterAsync(host, Order("A-1")),
            await CommitForLaterAsync(host, Order("A-2") with { Provider = "static-qris" }));
        await SwitchAsync(host, isOn: false);
        await TriedInVainAsync(2);

        await SwitchAsync(host, isOn: true);
        Clock.Advance(TimeSpan.FromSeconds(30));

        foreach (var id in new[] { any, named })
            await Wait.UntilAsync(() => Payments(host).FindAsync(id), payment => payment?.QrString is not null, "the attempt is open");
    }

    [Fact]
    public async Task A_payment_whose_only_provider_stays_off_ends_with_its_time()
    {
        var host = await StartAsync(("QrisPayments:Plugins:PollInterval", "00:00:00.100"));
        var id = await CommitForLaterAsync(host, Order("A-1"));
        await SwitchAsync(host, isOn: false);
        await TriedInVainAsync(1);
        Assert.Equal(PaymentStatus.Pending, (await Payments(host).FindAsync(id))!.Status);

        Clock.Advance(TimeSpan.FromHours(1));

        await Wait.UntilAsync(() => Payments(host).FindAsync(id), payment => payment?.Status == PaymentStatus.Expired,
            "the payment has expired");
    }

    /// <summary>Commits a payment with an order, to be opened ten seconds later.</summary>
    private async Task<string> CommitForLaterAsync(TestHost host, NewPayment order)
    {
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var payment = Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(order, transaction)).New;
        await connection.ExecuteAsync("UPDATE qris_deliveries SET due_at = @later WHERE kind = 'open' AND subject = @id",
            new { id = payment.Id, later = Clock.GetUtcNow().AddSeconds(10).UtcDateTime }, transaction);
        await transaction.CommitAsync();
        return payment.Id;
    }

    /// <summary>Lets the time for opening come, and waits until nobody was there to open.</summary>
    private async Task TriedInVainAsync(int payments)
    {
        Clock.Advance(TimeSpan.FromSeconds(11));
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'open' AND state = "
            + "'due' AND last_error IS NOT NULL"),
            tried => tried == payments, "opening was tried");
    }

    private static async Task SwitchAsync(TestHost host, bool isOn)
    {
        await host.App.Services.GetRequiredService<PluginStore>()
            .SaveAsync([new PluginRow("static-qris", isOn, 0)], CancellationToken.None);
        await Wait.UntilAsync(() => Task.FromResult(host.App.Services.GetRequiredService<PluginHost>().Current.Find("static-qris")?.State),
            state => state == (isOn ? PluginState.Running : PluginState.Disabled), $"static-qris is on: {isOn}");
    }

    [Fact]
    public async Task F25_A_payment_is_found_inside_the_transaction_that_makes_it_and_nowhere_else()
    {
        var host = await StartAsync();
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = (await Payments(host).CreateAsync(Order("A-1"), transaction)).Payment!.Id;

        Assert.Equal(id, (await Payments(host).FindAsync(id, transaction))?.Id);
        Assert.Null(await Payments(host).FindAsync("pay_none", transaction));
        Assert.Null(await Payments(host).FindAsync(id));
    }

    [Fact]
    public async Task A_payment_vanishes_with_an_order_that_is_rolled_back()
    {
        var host = await StartAsync();
        // The tables exist and are quiet before we count.
        var before = await Database.RowCountsAsync();
        string id;
        await using (var connection = await Database.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            id = (await Payments(host).CreateAsync(Order("A-1"), transaction)).Payment!.Id;
            await transaction.RollbackAsync();
        }

        Assert.Null(await Payments(host).FindAsync(id));
        Assert.Equal(before, await Database.RowCountsAsync());
        Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Order("A-1")));
    }

    [Fact]
    public async Task A_payment_of_the_shop_cannot_be_seen_by_an_app_without_the_scope()
    {
        var host = await StartAsync(("QrisPayments:Apps:1:Code", "plain"), ("QrisPayments:Apps:1:Key", "plain-key"));
        var id = (await Payments(host).CreateAsync(Order("A-1"))).Payment!.Id;

        (await host.Client("plain-key").GetAsync($"/api/v1/payments/{id}")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
    }

    [Fact]
    public async Task Cancel_says_how_it_ended()
    {
        var host = await StartAsync();
        var id = (await Payments(host).CreateAsync(Order("A-1"))).Payment!.Id;

        Assert.IsType<CancelResult.NotFound>(await Payments(host).CancelAsync("pay_nobody"));
        Assert.IsType<CancelResult.Cancelled>(await Payments(host).CancelAsync(id));
        Assert.IsType<CancelResult.Cancelled>(await Payments(host).CancelAsync(id));
        var paid = (await Payments(host).FindAsync((await Payments(host).CreateAsync(Order("A-2"))).Payment!.Id))!;
        await host.Api.ReportAsync("ref-1", paid.TotalAmount!.Value, Clock.GetUtcNow());
        Assert.IsType<CancelResult.NotCancellable>(await Payments(host).CancelAsync(paid.Id));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class HostTransactionOnMariaDb(MariaDb database) : HostTransactionTests(database);

public sealed class HostTransactionOnSqlite(SqliteFile database) : HostTransactionTests(database), IClassFixture<SqliteFile>;
