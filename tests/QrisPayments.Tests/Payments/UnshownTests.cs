using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Harness;
using Books = QrisPayments.Storage.Database;

namespace QrisPayments.Tests.Payments;

/// <summary>When all totals of a price are held, those that were never shown are given back (DESIGN §10).</summary>
public abstract class UnshownTests(Database database) : ModuleTests(database)
{
    private static readonly TimeSpan Ripe = TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(1);

    private static (string, string?)[] Codes(int count) =>
        [("QrisPayments:Matching:CodeMin", "1"), ("QrisPayments:Matching:CodeMax", count.ToString(CultureInfo.InvariantCulture))];

    private static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    private static NewPayment Order(string number, long amount = 50_000) => new() { OrderId = number, Amount = amount };

    private static async Task<Payment> MakeAsync(TestHost host, string number, long amount = 50_000) =>
        Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Order(number, amount))).New;

    /// <summary>A payment of the host's own transaction.</summary>
    private async Task<string> JoinAsync(TestHost host, string number, Action? beforeCommit = null)
    {
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var made = Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Order(number), transaction)).New;
        beforeCommit?.Invoke();
        await transaction.CommitAsync();
        return made.Id;
    }

    private Task<string?> StatusAsync(string id) =>
        Database.ScalarAsync<string>("SELECT status FROM qris_payments WHERE id = @id", new { id });

    private Task<long> ShownAsync(string id) =>
        Database.ScalarAsync<long>("SELECT COUNT(shown_at) FROM qris_attempts WHERE payment_id = @id", new { id });

    private Task OpenAsync(string id) => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE payment_id = @id AND state = 'open'", new { id }),
        open => open == 1, "its attempt is open");

    private Task WaitsForAsync(string id, string reason) => Wait.UntilAsync(
        () => Database.ScalarAsync<string>("SELECT waits_for FROM qris_payments WHERE id = @id", new { id }),
        waitsFor => waitsFor == reason, "it was tried to open it");

    private static async Task RefusedAsync(TestHost host, long amount = 50_000) =>
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(amount))).IsProblem(HttpStatusCode.Conflict, "unique_amount_exhausted");

    [Fact]
    public async Task F13_a_create_of_the_shops_own_code_tells_no_code_and_reading_does()
    {
        var host = await StartAsync();

        var made = await MakeAsync(host, "A-1");
        var again = Assert.IsType<CreateResult.OrderHasOpenPayment>(await Payments(host).CreateAsync(Order("A-1"))).Open;
        var changed = Assert.IsType<CreateResult.OrderChanged>(await Payments(host).CreateAsync(Order("A-1", 60_000))).Open;

        Assert.All([made, again, changed],
            payment => Assert.Equal((null, null, null), (payment.TotalAmount, payment.UniqueCode, payment.QrString)));
        Assert.Equal(0, await ShownAsync(made.Id));
        var read = await Payments(host).FindAsync(made.Id);
        Assert.Equal(50_000 + read!.UniqueCode, read.TotalAmount);
        Assert.NotNull(read.QrString);
        Assert.Equal(1, await ShownAsync(made.Id));
    }

    [Fact]
    public async Task F13_totals_that_were_never_shown_are_given_back_when_all_are_held()
    {
        var host = await StartAsync(Codes(6));
        var ids = new List<string>();
        for (var i = 1; i <= 6; i++) ids.Add((await MakeAsync(host, $"A-{i}")).Id);
        // Their customers may be on the way.
        await RefusedAsync(host);
        Clock.Advance(Ripe);

        var sold = await host.Api.CreateAsync();

        var ended = new List<string>();
        foreach (var id in ids)
            if (await StatusAsync(id) == "expired") ended.Add(id);
        Assert.InRange(ended.Count, 1, 5);
        foreach (var id in ended) Assert.Equal("expired", await new CheckoutClient(host, id).StateAsync());
        foreach (var id in ended)
            Assert.Equal(["payment.created", "payment.opened", "payment.expired"], await host.Api.EventTypesAsync(id));
        // The order may be bought anew.
        var first = await Database.ScalarAsync<string>("SELECT order_id FROM qris_payments WHERE id = @id", new { id = ended[0] });
        Assert.NotEqual(ended[0], (await MakeAsync(host, first!)).Id);
        Assert.InRange(sold.Number("total_amount"), 50_001, 50_006);
    }

    [Fact]
    public async Task F13_a_crowd_is_served_by_what_is_given_back()
    {
        var host = await StartAsync(Codes(20));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => MakeAsync(host, $"A-{i}")));
        Clock.Advance(Ripe);

        var sold = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Api.CreateAsync()));

        Assert.Equal(20, sold.Select(payment => payment.Number("total_amount")).Distinct().Count());
        // What clients of the API were answered with is shown from the start.
        Clock.Advance(Ripe);
        await RefusedAsync(host);
    }

    [Theory]
    [InlineData("page")]
    [InlineData("status")]
    [InlineData("events")]
    [InlineData("qr.svg")]
    [InlineData("qr.png")]
    [InlineData("api")]
    [InlineData("api list")]
    [InlineData("find")]
    [InlineData("find by order")]
    [InlineData("find in a transaction")]
    public async Task F13_what_was_shown_is_never_given_back(string way)
    {
        var host = await StartAsync(Codes(1));
        var payment = await MakeAsync(host, "A-1");
        Assert.Equal(0, await ShownAsync(payment.Id));

        await ShowAsync(host, payment, way);

        Assert.Equal(1, await ShownAsync(payment.Id));
        var shownAt = await Database.ScalarAsync<DateTime>("SELECT shown_at FROM qris_attempts");
        Clock.Advance(Ripe);
        await ShowAsync(host, payment, way);
        Assert.Equal(shownAt, await Database.ScalarAsync<DateTime>("SELECT shown_at FROM qris_attempts"));
        await RefusedAsync(host);
        Assert.Equal("pending", await StatusAsync(payment.Id));
    }

    private async Task ShowAsync(TestHost host, Payment payment, string way)
    {
        var browser = new CheckoutClient(host, payment.Id);
        switch (way)
        {
            case "page":
                await browser.PageAsync();
                break;
            case "events":
                using (var stream = await EventStream.OpenAsync(browser)) await stream.NextAsync();
                break;
            case "api":
                await host.Api.PaymentAsync(payment.Id);
                break;
            case "api list":
                (await host.Api.GetAsync("/api/v1/payments")).Is(HttpStatusCode.OK);
                break;
            case "find":
                Assert.NotNull((await Payments(host).FindAsync(payment.Id))!.QrString);
                break;
            case "find by order":
                Assert.NotNull(Assert.Single(await Payments(host).FindByOrderAsync(payment.OrderId)).QrString);
                break;
            case "find in a transaction":
                await using (var connection = await Database.OpenAsync())
                await using (var transaction = await connection.BeginTransactionAsync())
                {
                    Assert.NotNull((await Payments(host).FindAsync(payment.Id, transaction))!.QrString);
                    await transaction.CommitAsync();
                }
                break;
            default:
                (await browser.GetAsync("/" + way)).Is(HttpStatusCode.OK);
                break;
        }
    }

    [Theory]
    [InlineData("cancelled", false)]
    [InlineData("replaced", false)]
    [InlineData("expired", false)]
    [InlineData("cancelled", true)]
    [InlineData("replaced", true)]
    [InlineData("expired", true)]
    public async Task F13_what_ended_keeps_its_total_only_if_it_was_shown(string end, bool isShown)
    {
        var host = await StartAsync(Codes(1));
        var payment = await MakeAsync(host, "A-1");
        if (isShown) await new CheckoutClient(host, payment.Id).PageAsync();
        switch (end)
        {
            case "cancelled":
                Assert.IsType<CancelResult.Cancelled>(await Payments(host).CancelAsync(payment.Id));
                break;
            case "replaced":
                Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Order("A-1", 60_000) with { Replace = true }));
                break;
            default:
                Clock.Advance(TimeSpan.FromMinutes(16));
                break;
        }
        // Without reading the payment, which would show it.
        await Wait.UntilAsync(() => StatusAsync(payment.Id), status => status == (end == "replaced" ? "cancelled" : end), "it has ended");

        // Looking at it afterwards asks for no money, and shows no total that may be another's.
        Assert.Equal(isShown ? 50_001 : null, (await Payments(host).FindAsync(payment.Id))!.TotalAmount);
        if (isShown) await RefusedAsync(host);
        else Assert.Equal(50_001, (await host.Api.CreateAsync()).Number("total_amount"));
    }

    [Fact]
    public async Task F13_showing_and_giving_back_at_the_same_moment_exclude_each_other()
    {
        var host = await StartAsync(Codes(1));
        for (var i = 0; i < 25; i++)
        {
            var amount = 50_000 + 10 * i;
            var payment = await MakeAsync(host, $"A-{i}", amount);
            Clock.Advance(Ripe);

            var reading = Task.Run(() => Payments(host).FindAsync(payment.Id));
            var creating = Task.Run(() => host.Api.TryCreateAsync(ApiClient.NewPayment(amount)));
            var (read, created) = (await reading, await creating);

            Assert.NotEqual(read!.QrString is not null, created.Status == HttpStatusCode.Created);
            Assert.Equal(read.QrString is null ? "expired" : "pending", await StatusAsync(payment.Id));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F13_of_showing_and_giving_back_the_first_is_kept(bool isShownFirst)
    {
        var host = await StartAsync(Codes(1));
        var payment = await MakeAsync(host, "A-1");
        var (books, book) = (host.App.Services.GetRequiredService<Books>(), host.App.Services.GetRequiredService<PaymentBook>());
        var found = new UnshownAttempt
        {
            Id = (await Database.ScalarAsync<string>("SELECT id FROM qris_attempts"))!, PaymentId = payment.Id, Account = "static-qris",
            Total = 50_001, IsOpen = true,
        };
        Task<bool> GiveBackAsync() =>
            books.TransactAsync(session => book.GiveBackAsync(session, found), keep: given => given, CancellationToken.None);
        Task<int> ShowAsync() => books.RunAsync(session => PaymentBook.ShowAsync(session, [found.Id]), CancellationToken.None);

        if (isShownFirst)
        {
            Assert.Equal(1, await ShowAsync());
            Assert.False(await GiveBackAsync());
        }
        else
        {
            Assert.True(await GiveBackAsync());
            Assert.Equal(0, await ShowAsync());
        }

        Assert.Equal(isShownFirst ? "pending" : "expired", await StatusAsync(payment.Id));
        Assert.Equal(isShownFirst ? 1 : 0, await ShownAsync(payment.Id));
        Assert.False(await GiveBackAsync());
        Assert.Equal(0, await ShowAsync());
    }

    [Fact]
    public async Task F13_money_for_a_total_that_was_given_back_is_its_next_holders()
    {
        var host = await StartAsync(Codes(1));
        var former = await MakeAsync(host, "A-1");
        Clock.Advance(Ripe);
        var next = await host.Api.CreateAsync();

        (await host.Api.ReportAsync("M-1", next.Number("total_amount"), Clock.GetUtcNow())).Is(HttpStatusCode.Created);

        await host.Api.WaitForStatusAsync(next.Text("id")!, "paid");
        Assert.Equal("expired", await StatusAsync(former.Id));
    }

    [Fact]
    public async Task F13_money_for_a_total_that_was_given_back_and_has_no_holder_is_unmatched()
    {
        var host = await StartAsync(Codes(2));
        await MakeAsync(host, "A-1");
        await MakeAsync(host, "A-2");
        Clock.Advance(Ripe);
        var next = (await host.Api.CreateAsync()).Number("total_amount");

        var told = await host.Api.ReportAsync("M-1", next == 50_001 ? 50_002 : 50_001, Clock.GetUtcNow());

        Assert.Equal("unmatched", told.Text("outcome"));
    }

    [Fact]
    public async Task F13_what_is_given_back_comes_before_the_next_account_and_what_was_shown_after_it()
    {
        var host = await StartAsync([.. Codes(1), ("QrisPayments:Providers:static-qris:Accounts:second:Qris", Qris.Static)]);
        await MakeAsync(host, "A-1");
        Clock.Advance(Ripe);
        Task<string?> AccountAsync(string id) =>
            Database.ScalarAsync<string>("SELECT account FROM qris_attempts WHERE payment_id = @id", new { id });

        var first = (await host.Api.CreateAsync()).Text("id")!;
        Clock.Advance(Ripe);
        var second = (await host.Api.CreateAsync()).Text("id")!;

        Assert.Equal(("static-qris", "static-qris.second"), (await AccountAsync(first), await AccountAsync(second)));
        await RefusedAsync(host);
    }

    [Fact]
    public async Task F13_a_payment_of_the_hosts_transaction_gets_what_is_given_back()
    {
        var host = await StartAsync(Codes(1));
        var former = await JoinAsync(host, "A-1");
        await OpenAsync(former);
        Clock.Advance(Ripe);

        var next = await JoinAsync(host, "A-2");

        await OpenAsync(next);
        Assert.Equal("expired", await StatusAsync(former));
        Assert.Equal(0, await ShownAsync(next));
        Assert.Equal("pending", await new CheckoutClient(host, next).StateAsync());
    }

    [Fact]
    public async Task F13_a_payment_of_the_hosts_transaction_that_finds_no_total_says_so_and_opens_when_one_is_free()
    {
        var host = await StartAsync([.. Codes(1), ("QrisPayments:Matching:Hold", "00:00:00")]);
        var former = await MakeAsync(host, "A-1");
        await Payments(host).FindAsync(former.Id);
        var id = await JoinAsync(host, "A-2");
        var browser = new CheckoutClient(host, id);

        await WaitsForAsync(id, "total");
        var page = await browser.PageAsync("?lang=en");
        Assert.Contains("All codes for this price are in use", page, StringComparison.Ordinal);
        Assert.DoesNotContain("a few seconds", page, StringComparison.Ordinal);
        Assert.Contains("Semua kode untuk harga ini sedang dipakai", await browser.PageAsync("?lang=id"), StringComparison.Ordinal);
        Assert.Equal("total", (await Payments(host).FindAsync(id))!.WaitsFor);
        await Payments(host).CancelAsync(former.Id);
        Clock.Advance(TimeSpan.FromSeconds(31));
        await Wait.UntilAsync(() => Payments(host).FindAsync(id), payment => payment is { QrString: not null, WaitsFor: null },
            "it is open");
    }

    [Fact]
    public async Task F13_a_payment_of_the_hosts_transaction_that_finds_no_provider_says_so()
    {
        var host = await StartAsync(("QrisPayments:Providers:static-qris:Routing:Hours", "07:00-12:01"));

        var id = await JoinAsync(host, "A-1", beforeCommit: () => Clock.Advance(TimeSpan.FromMinutes(2)));

        await WaitsForAsync(id, "provider");
        var page = await new CheckoutClient(host, id).PageAsync("?lang=en");
        Assert.Contains("Payments are closed right now", page, StringComparison.Ordinal);
        Assert.Equal("provider", (await Payments(host).FindAsync(id))!.WaitsFor);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class UnshownOnMariaDb(MariaDb database) : UnshownTests(database);

public sealed class UnshownOnSqlite(SqliteFile database) : UnshownTests(database), IClassFixture<SqliteFile>;
