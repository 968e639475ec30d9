using System.Data.Common;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;
using Xunit.Abstractions;

namespace QrisPayments.Tests.Storage;

/// <summary>
/// How often the module and its database take turns, on a pool of its own that is warm. Each ceiling is a promise to shops whose database
/// is a network away; raise one only with a line here that says why.
/// </summary>
[Collection(OnMariaDb.Name)]
public sealed class RoundTripTests(MariaDb database, ITestOutputHelper output) : ModuleTests(database)
{
    /// <summary>Whatever else the host asks in a round only adds to it, so the least is the flow's own.</summary>
    private const int Rounds = 6;

    [Theory]
    [InlineData(false, 4, 9)]
    // It is looked up first, so that a repetition needs neither filters nor a total.
    [InlineData(true, 6, 11)]
    public async Task A_create_at_the_shops_own_QRIS(bool withKey, int turns, int statements)
    {
        var (host, wire) = await StartWireAsync();
        await WarmUpAsync(host);

        var least = Cost.None;
        for (var round = 0; round < Rounds; round++)
        {
            wire.Take();
            (await host.Api.TryCreateAsync(ApiClient.NewPayment(), withKey ? $"key-{round}" : null)).Is(HttpStatusCode.Created);
            least = least.Least(Cost.Of(wire.Take()));
        }

        Demand(least, turns, statements);
    }

    // A visitor's row and the count of what the visitor has open travel together.
    [Theory]
    [InlineData(null, 4, 9)]
    [InlineData("203.0.113.7", 5, 11)]
    public async Task F13_a_create_of_the_shops_own_code_for_a_visitor(string? visitor, int turns, int statements)
    {
        var (host, wire) = await StartWireAsync();
        await WarmUpAsync(host);
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();

        var least = Cost.None;
        for (var round = 0; round < Rounds; round++)
        {
            wire.Take();
            var order = new NewPayment { OrderId = ApiClient.NewOrderId(), Amount = 50_000, Visitor = visitor };
            Assert.IsType<CreateResult.Created>(await payments.CreateAsync(order));
            least = least.Least(Cost.Of(wire.Take()));
        }

        Demand(least, turns, statements);
    }

    [Fact]
    public async Task Money_that_pays_and_the_delivery_to_a_handler()
    {
        var (host, wire) = await StartWireAsync();
        await WarmUpAsync(host);

        var (paying, delivering) = (Cost.None, Cost.None);
        for (var round = 0; round < Rounds; round++)
        {
            var payment = await host.Api.CreateAsync();
            await Task.Delay(50);
            wire.Take();
            await PayAsync(host, payment, $"money-{round}");
            // A look for more would follow at once.
            await Task.Delay(200);
            var units = Units(wire.Take());
            var ofDelivery = units.Where(IsDelivery).ToList();
            paying = paying.Least(Cost.Of(units.Except(ofDelivery).SelectMany(unit => unit)));
            delivering = delivering.Least(Cost.Of(ofDelivery.SelectMany(unit => unit)));
        }

        // The thirteenth is the row of qris_intake, by which two reports of one amount take turns; it travels with the first reading.
        Demand(paying, 4, 13);
        // Beside it, the session that the handler had is set up with its next statement: three statements and no turn.
        // The seal of the delivery travels with the log of its try (F08): a statement and no turn.
        Demand(delivering, 6, 9);
    }

    [Fact]
    public async Task Connections_that_were_lost_a_moment_ago_cost_a_rerun_and_no_sale()
    {
        var (host, wire) = await StartWireAsync();
        await WarmUpAsync(host);
        var open = await host.Api.CreateAsync();

        // More of them than a deadlock may have runs.
        await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => host.Api.CreateAsync()));
        wire.Cut();
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(), "key-1")).Is(HttpStatusCode.Created);
        wire.Cut();
        await PayAsync(host, open, "money-1");
        wire.Cut();
        Assert.Equal("paid", (await host.Api.PaymentAsync(open.Text("id")!)).Text("status"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits WHERE external_ref = 'money-1'"));
    }

    [Fact]
    public async Task In_a_hosts_own_pool_each_transaction_says_its_isolation()
    {
        var (parts, wire) = NewWire();
        await using var source = new MySqlDataSource(parts.ConnectionString);
        var host = Owned(await TestHost.StartAsync(Database, Clock, [("ConnectionStrings:QrisPayments", null)],
            builder => builder.Services.AddSingleton<DbDataSource>(source)));
        wire.Take();

        await host.Api.CreateAsync();

        var sent = wire.Take().SelectMany(turn => turn.Statements).ToList();
        Assert.Contains("set session transaction isolation level read committed", sent);
        // Its sessions are the host's: nothing of ours stays in them.
        Assert.DoesNotContain(sent, statement => statement.StartsWith("SET SESSION ", StringComparison.Ordinal));
        Assert.DoesNotContain("START TRANSACTION", sent);
    }

    [Fact]
    public async Task A_network_that_swallows_everything_is_given_up_and_the_places_come_back()
    {
        var (host, wire) = await StartWireAsync(";Default Command Timeout=4;Connection Timeout=4");
        await WarmUpAsync(host);

        wire.Freeze();
        // It is answered at all.
        Assert.NotEqual(HttpStatusCode.Created, (await host.Api.TryCreateAsync(ApiClient.NewPayment())).Status);
        wire.Thaw();

        (await host.Api.TryCreateAsync(ApiClient.NewPayment())).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("START TRANSACTION;INSERT INTO t VALUES ('a;b''c;'); ", "START TRANSACTION|INSERT INTO t VALUES ('a;b''c;')")]
    [InlineData(@"SELECT 'a\';b';COMMIT", @"SELECT 'a\';b'|COMMIT")]
    public void Statements_of_a_batch_are_told_apart(string text, string statements) =>
        Assert.Equal(statements, string.Join('|', MySqlWire.Split(text)));

    /// <summary>A host whose outbox polls once a minute, so that only a new delivery makes it look.</summary>
    private async Task<(TestHost Host, MySqlWire Wire)> StartWireAsync(string more = "")
    {
        var (parts, wire) = NewWire();
        var host = Owned(await TestHost.StartAsync(Database, Clock,
        [
            ("ConnectionStrings:QrisPayments", parts.ConnectionString + more), ("QrisPayments:Outbox:PollInterval", "00:01:00"),
        ], builder => builder.Services.AddPaymentHandler<Quiet>()));
        return (host, wire);
    }

    private (MySqlConnectionStringBuilder Parts, MySqlWire Wire) NewWire()
    {
        var parts = new MySqlConnectionStringBuilder(Database.ConnectionString);
        var wire = new MySqlWire(parts.Server, (int)parts.Port);
        _wires.Add(wire);
        parts.Port = (uint)wire.Port;
        return (parts, wire);
    }

    private readonly List<MySqlWire> _wires = [];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var wire in _wires) await wire.DisposeAsync();
    }

    private async Task WarmUpAsync(TestHost host)
    {
        for (var i = 0; i < 5; i++) await PayAsync(host, await host.Api.CreateAsync(), $"warm-{i}");
    }

    private async Task PayAsync(TestHost host, Answer payment, string reference)
    {
        Assert.Equal("matched",
            (await host.Api.ReportAsync(reference, payment.Number("total_amount"), Clock.GetUtcNow())).Text("outcome"));
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE subject = @id AND state = 'done'",
                new { id = payment.Text("id") }),
            done => done == 1, "the handler was told");
    }

    private void Demand(Cost cost, int turns, int statements)
    {
        output.WriteLine($"{cost.Turns} turns, {cost.Statements} statements:\n{cost.Text}");
        Assert.True(cost.Turns <= turns && cost.Statements <= statements,
            $"{cost.Turns} turns (at most {turns}), {cost.Statements} statements (at most {statements}):\n{cost.Text}");
    }

    /// <summary>Turns by themselves, and those of one transaction together.</summary>
    private static List<List<MySqlWire.Turn>> Units(IReadOnlyList<MySqlWire.Turn> turns)
    {
        var units = new List<List<MySqlWire.Turn>>();
        foreach (var connection in turns.GroupBy(turn => turn.Connection))
        {
            List<MySqlWire.Turn>? open = null;
            foreach (var turn in connection)
            {
                if (open is null) units.Add(open = []);
                open.Add(turn);
                var all = open.SelectMany(one => one.Statements).ToList();
                var begun = all.Count(statement => statement.Equals("START TRANSACTION", StringComparison.OrdinalIgnoreCase));
                if (begun == 0 || turn.Statements.Exists(statement => statement.Equals("COMMIT", StringComparison.OrdinalIgnoreCase)))
                    open = null;
            }
        }
        return units;
    }

    private static bool IsDelivery(List<MySqlWire.Turn> unit)
    {
        var all = unit.SelectMany(turn => turn.Statements).ToList();
        return all.Exists(statement => statement.Contains("qris_deliveries", StringComparison.Ordinal))
            && !all.Exists(statement => statement.StartsWith("INSERT INTO qris_credits", StringComparison.Ordinal));
    }

    private sealed record Cost(int Turns, int Statements, string Text)
    {
        public static Cost None { get; } = new(int.MaxValue, int.MaxValue, "");

        public static Cost Of(IEnumerable<MySqlWire.Turn> turns)
        {
            var all = turns.ToList();
            return new Cost(all.Count, all.Sum(turn => turn.Statements.Count), string.Join('\n', all.Select(turn =>
                $"  {turn.Connection}: "
                    + string.Join(" | ", turn.Statements.Select(text => text[..Math.Min(text.Length, 70)].ReplaceLineEndings(" "))))));
        }

        public Cost Least(Cost other) => (other.Turns, other.Statements).CompareTo((Turns, Statements)) < 0 ? other : this;
    }

    public sealed class Quiet : IPaymentHandler
    {
        public Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
