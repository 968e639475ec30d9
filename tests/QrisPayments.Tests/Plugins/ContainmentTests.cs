using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Checkout;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Receipts;
using QrisPayments.Testing;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>Whatever a plugin does, the shop sells through the others, and it is shown whose fault it was.</summary>
public abstract class ContainmentTests(Database database) : ModuleTests(database)
{
    private const string Secret = "s3cret-k3y";

    private readonly FakeLogCollector _log = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qris-plugins-");

    /// <summary>A host whose first choice is the plugin <c>bad</c>.</summary>
    private async Task<TestHost> StartAsync(string source, params (string, string?)[] settings)
    {
        TestPlugin.Write(_folder.FullName, "bad", source);
        return Owned(await TestHost.StartAsync(Database, Clock,
        [
            ("QrisPayments:Plugins:Paths:1", _folder.FullName), ("QrisPayments:Providers:bad:Note", Secret),
            ("QrisPayments:ProviderOrder:0", "bad"), ("QrisPayments:ProviderOrder:1", "static-qris"), .. settings,
        ], builder => builder.LogTo(_log)));
    }

    private static string Bad(string open, string traits = "", string configure = "", string members = "", string interfaces = "") =>
        TestPlugin.Provider("bad", open, settings: "[Secret] public string Note { get; init; } = \"\";", traits: traits,
            configure: configure, members: members, interfaces: interfaces);

    private const string Opens = """return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = "Bayar tepat." };""";

    private static PluginGuard Guard(TestHost host) =>
        host.App.Services.GetRequiredService<PluginHost>().Current.Find("bad")!.Loaded!.Guard;

    private Task<List<(string, string)>> AttemptsAsync(Answer payment) => RowsAsync(
        "SELECT provider, state FROM qris_attempts WHERE payment_id = @id ORDER BY CASE provider WHEN 'bad' THEN 0 ELSE 1 END",
            payment.Text("id"));

    private async Task<List<(string, string)>> RowsAsync(string sql, string? id)
    {
        await using var connection = await Database.OpenAsync();
        return [.. await Dapper.SqlMapper.QueryAsync<(string, string)>(connection, sql, new { id })];
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(_context.Settings.Note);", "unknown")]
    [InlineData("return null!;", "unknown")]
    [InlineData("""return new OpenResult.Unknown("No answer for " + _context.Settings.Note);""", "unknown")]
    [InlineData("""return new OpenResult.Rejected("no", "Not with " + _context.Settings.Note);""", "rejected")]
    [InlineData("""return new OpenResult.Opened { TotalAmount = -1, Instructions = "x" };""", "rejected")]
    public async Task The_next_provider_takes_over_and_the_failed_attempt_stays_in_the_books(string open, string state)
    {
        var host = await StartAsync(Bad(open));

        var payment = await host.Api.CreateAsync();

        Assert.Equal("static-qris", payment.Text("provider"));
        Assert.Equal([("bad", state), ("static-qris", "open")], await AttemptsAsync(payment));
        Assert.NotEmpty(_log.GetSnapshot());
        Assert.DoesNotContain(Secret, _log.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(Guard(host).Faults, fault => fault.Message.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, await Database.ScalarAsync<string>("SELECT error FROM qris_attempts WHERE provider = 'bad'"),
            StringComparison.Ordinal);
        if (state == "unknown") Assert.Equal("bad", Guard(host).Faults[0].Account);
    }

    [Fact]
    public async Task Money_for_an_unknown_attempt_that_comes_after_all_finds_its_payment()
    {
        var host = await StartAsync(Bad("""return new OpenResult.Unknown("No answer.");""", traits: "NeedsUniqueAmount = true"));
        var payment = await host.Api.CreateAsync();
        var total = await Database.ScalarAsync<long>("SELECT total_amount FROM qris_attempts WHERE provider = 'bad'");

        var credit = await host.Api.ReportAsync("late", total, Clock.GetUtcNow(), account: "bad");

        Assert.Equal("matched", credit.Text("outcome"));
        Assert.Equal("paid", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task After_repeated_faults_it_is_not_asked_any_more_and_later_once_again()
    {
        var host = await StartAsync(Bad("""throw new InvalidOperationException("down");"""));
        for (var i = 0; i < 4; i++) await host.Api.CreateAsync();

        var spared = await host.Api.CreateAsync();
        Assert.Equal([("static-qris", "open")], await AttemptsAsync(spared));
        var refused = await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "bad"));
        refused.IsProblem(HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        Assert.Equal(TimeSpan.FromSeconds(15), refused.Response.Headers.RetryAfter!.Delta);

        Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal([("bad", "unknown"), ("static-qris", "open")], await AttemptsAsync(await host.Api.CreateAsync()));
        Assert.Equal([("static-qris", "open")], await AttemptsAsync(await host.Api.CreateAsync()));
    }

    [Theory]
    [InlineData("Thread.Sleep(Timeout.Infinite); return null!;")]
    [InlineData("await new TaskCompletionSource().Task; return null!;")]
    [InlineData("await Task.Delay(1).ConfigureAwait(false); Thread.Sleep(Timeout.Infinite); return null!;")]
    public async Task While_it_hangs_creates_at_the_others_all_succeed(string open)
    {
        var host = await StartAsync(Bad(open));
        var hanging = Enumerable.Range(0, 20)
            .Select(_ => host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "bad"))).ToList();
        await Wait.UntilAsync(() => Task.FromResult(Guard(host).InFlight > 0), "it hangs");

        var sold = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => host.Api.CreateAsync(change: body => body["provider"] = "static-qris")));

        Assert.All(sold, payment => Assert.NotNull(payment.Text("qr_string")));
        Assert.InRange(Guard(host).ThreadCount, 0, 8);
        Assert.DoesNotContain(hanging, call => call.IsCompleted);
    }

    [Fact]
    public async Task Amounts_that_no_provider_takes_are_refused_with_the_bounds()
    {
        var host = await StartAsync(Bad(Opens, traits: "MinAmount = 10_000, MaxAmount = 20_000"));

        (await host.Api.TryCreateAsync(ApiClient.NewPayment(9_999, body => body["provider"] = "bad")))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "amount");
        Assert.Equal("static-qris", (await host.Api.CreateAsync(9_999)).Text("provider"));
        Assert.Equal("bad", (await host.Api.CreateAsync(10_000)).Text("provider"));
    }

    [Fact]
    public async Task Accounts_of_one_provider_stand_in_for_each_other_and_can_be_named()
    {
        var host = await StartAsync(
            Bad("""if (request.Description == "go on" && _context.AccountId == "bad") return new OpenResult.Rejected("no", "No."); """ + Opens),
            ("QrisPayments:Providers:bad:Accounts:second:Note", "other-secret"));

        var named = await host.Api.CreateAsync(change: body => body["provider"] = "bad.second");
        var failedOver = await host.Api.CreateAsync(change: body => { body["provider"] = "bad"; body["description"] = "go on"; });

        Assert.Equal([("bad.second", "open")],
            await RowsAsync("SELECT account, state FROM qris_attempts WHERE payment_id = @id", named.Text("id")));
        Assert.Equal([("bad", "rejected"), ("bad.second", "open")],
            await RowsAsync("SELECT account, state FROM qris_attempts WHERE payment_id = @id ORDER BY account", failedOver.Text("id")));
    }

    [Fact]
    public async Task A_gateway_is_asked_to_cancel_and_its_answer_stands_in_the_timeline()
    {
        var host = await StartAsync(Bad(Opens, traits: "NeedsUniqueAmount = true", interfaces: ", ICancelAttempts",
            members: "public Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken) => "
                + "Task.FromResult(CancelAnswer.TooLate);"));
        var payment = await host.Api.CreateAsync();

        (await host.Api.CancelAsync(payment.Text("id")!)).Is(HttpStatusCode.OK);

        await Wait.UntilAsync(() => host.Api.EventTypesAsync(payment.Text("id")!), types => types.Contains("attempt.cancel_answered"),
            "the gateway has answered");
        Assert.Equal("cancelled", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        Assert.Contains("too_late",
            await Database.ScalarAsync<string>("SELECT data FROM qris_events WHERE type = 'attempt.cancel_answered'"),
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"broken\");", "broken")]
    [InlineData("return default;", "It answered nothing.")]
    [InlineData("return new(value with { OrderId = \"other\" });", "order's number")]
    [InlineData("return new(value with { Amount = -5 });", "breaks the rules")]
    [InlineData("Thread.Sleep(Timeout.Infinite); return new(value);", "did not answer within 2")]
    public async Task A_filter_that_fails_is_passed_over_and_named(string apply, string fault)
    {
        var host = await StartAsync(WithFilter("NewPayment", apply));

        var payment = await host.Api.CreateAsync(50_000, body => body["order_id"] = "INV-77");

        Assert.Equal(("INV-77", 50_000), (payment.Text("order_id"), payment.Number("amount")));
        Assert.Contains(Guard(host).Faults,
            seen => seen.What == "filter NewPayment" && seen.Message.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_filter_changes_a_payment_and_the_same_key_still_means_the_same_request()
    {
        var host = await StartAsync(WithFilter("NewPayment", "return new(value with { Description = \"Dari saringan\", Metadata = new "
            + "Dictionary<string, string> { [\"at\"] = DateTime.UtcNow.Ticks.ToString() } });"));
        var body = ApiClient.NewPayment();

        var first = (await host.Api.TryCreateAsync(body, "key-1")).Is(HttpStatusCode.Created);
        var again = (await host.Api.TryCreateAsync(body, "key-1")).Is(HttpStatusCode.Created);

        Assert.Equal("Dari saringan", first.Text("description"));
        Assert.Equal(first.Body, again.Body);
    }

    [Fact]
    public async Task A_filter_may_change_what_the_shop_is_called_but_no_money_and_no_token()
    {
        var host = await StartAsync(WithFilter("QrisPayments.Checkout.CheckoutModel",
            "return new(value with { Shop = value.Shop with { Name = \"Toko Saringan\" }, FormToken = \"stolen\", QrSvg = \"<svg "
                + "id='wrong'/>\", Payment = value.Payment with { TotalAmount = 1 } });"));
        var payment = await host.Api.CreateAsync(change: body => body["provider"] = "static-qris");

        var page = await host.Client(null, "").GetAsync($"/qris/pay/{payment.Text("id")}");

        Assert.Contains("Toko Saringan", page.Is(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        Assert.Contains(Rupiah.Format(payment.Number("total_amount")), page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("stolen", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("id='wrong'", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_keeps_its_money_whatever_a_filter_says()
    {
        var host = await StartAsync(WithFilter("QrisPayments.Receipts.ReceiptModel",
            "return new(value with { Shop = value.Shop with { Name = \"Toko Saringan\" }, Payment = value.Payment with { "
                + "PaidAmount = 1, Amount = 1 } });"));
        var payment = await host.Api.CreateAsync(change: body => body["provider"] = "static-qris");
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay");

        var receipt = await host.Client(null, "").GetAsync($"/qris/pay/{payment.Text("id")}/receipt");

        Assert.Contains("Toko Saringan", receipt.Is(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        Assert.Contains(Rupiah.Format(payment.Number("total_amount")), receipt.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value.Data[\"points\"] = 7; return new(value);", "7", "it adds")]
    [InlineData("value.Data[\"amount\"] = 1; value.Data[\"points\"] = 7; return new(value);", null, "changed 'amount'")]
    [InlineData("value.Data.Remove(\"status\"); value.Data[\"points\"] = 7; return new(value);", null, "changed 'status'")]
    public async Task A_callback_may_be_added_to_but_not_changed(string apply, string? points, string fault)
    {
        var heard = new TaskCompletionSource<string>();
        await using var receiver = await GatewayStub.StartAsync();
        receiver.Answer = request =>
        {
            heard.TrySetResult(request.Body);
            return GatewayReply.Json("");
        };
        var host = await StartAsync(WithFilter("CallbackPayload", apply), ("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"));
        var payment = await host.Api.CreateAsync(change: body => body["callback_url"] = receiver.Address.AbsoluteUri);

        await host.Api.CancelAsync(payment.Text("id")!);

        var data = System.Text.Json.JsonDocument.Parse(await heard.Task.WaitAsync(Wait.Bound)).RootElement.GetProperty("data");
        Assert.Equal((50_000, "cancelled"), (data.GetProperty("amount").GetInt64(), data.GetProperty("status").GetString()));
        Assert.Equal(points, data.TryGetProperty("points", out var added) ? added.GetRawText() : null);
        if (points is null) Assert.Contains(Guard(host).Faults, seen => seen.Message.Contains(fault, StringComparison.Ordinal));
    }

    /// <summary>Opens as it should, and filters.</summary>
    private static string WithFilter(string value, string apply) =>
        Bad(Opens, configure: $"builder.AddFilter<Settings, {value}>(_ => new Filter());") + $$"""

        public sealed class Filter : IFilter<{{value}}>
        {
            public ValueTask<{{value}}> ApplyAsync({{value}} value, CancellationToken cancellationToken) { {{apply}} }
        }
        """;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ContainmentOnMariaDb(MariaDb database) : ContainmentTests(database);

public sealed class ContainmentOnSqlite(SqliteFile database) : ContainmentTests(database), IClassFixture<SqliteFile>;
