using System.Net;
using System.Text;
using QrisPayments.Apps;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Testing;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Gateways;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>
/// What was told of money stays told: a line of the ledger keeps its place and its balance, whatever becomes of the money.
/// </summary>
public abstract class FacadeLedgerTests(Database database) : FacadeTests(database)
{
    private StubGateway _gateway = null!;
    private GatewayStub _client = null!;

    private async Task<TestHost> StartTellingAsync() => await StartAsync(
    [
        .. _gateway.Settings(Folder, "stub", ["IReceiveWebhooks"]), .. Settings(),
        ("QrisPayments:Apps:1:Scopes:0", "ledger:write"),
        ("QrisPayments:Apps:2:Facades:kasir:CallbackUrl", _client.Address.ToString()), ("QrisPayments:Apps:2:Facades:kasir:Nmid", "ID9999"),
    ]);

    private async Task<string> LedgerAsync(TestHost host)
    {
        Host = host;
        return (await CallAsync("GET", "mutasi/warung/warung-key", key: null)).Is(HttpStatusCode.OK).Body;
    }

    /// <summary>Every node says this, those that have read before and those that start anew.</summary>
    private async Task EverybodyReadsAsync(string expected, params TestHost[] hosts)
    {
        foreach (var host in hosts.Append(await StartTellingAsync())) Assert.Equal(expected, await LedgerAsync(host));
    }

    private async Task ArriveAsync(ApiClient reporter, string reference, long amount, string outcome = "unmatched")
    {
        Assert.Equal(outcome,
            (await reporter.ReportAsync(reference, amount, Clock.GetUtcNow(), "stub")).Is(HttpStatusCode.Created).Text("outcome"));
        // The ledger's order is that in which it was heard.
        Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task SayAsync(TestHost host, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            "/qris/webhooks/stub") { Content = new StringContent(body, Encoding.UTF8, "text/plain") };
        request.Headers.Host = "shop.example";
        request.Headers.Add("X-Key", StubGateway.Key);
        (await host.Api.SendAsync(request)).Is(HttpStatusCode.OK);
    }

    /// <summary>
    /// The references that the app's client has heard, once nothing is left to tell: a clock that moves on before would have another node
    /// try again.
    /// </summary>
    private async Task<string> ToldAsync()
    {
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE subject LIKE 'crd%' AND state <> 'done'"),
                left => left == 0, "all is told");
        return string.Join(' ', _client.Requests.Select(heard => heard.Body.Split('"')[3]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Money_of_which_a_gateway_says_later_whose_it_is_keeps_its_line_and_is_told_once()
    {
        var (one, two) = (await StartTellingAsync(), await StartTellingAsync());
        await ArriveAsync(one.Api, "bank-1", 13_000);
        // The bank is faster than the gateway's answer to our create, which is the first to name the total with its code.
        _gateway.Create = async _ =>
        {
            await ArriveAsync(one.Api, "bank-2", 50_045);
            return "gw-1 50045";
        };
        var payment = await one.Api.CreateAsync(change: body => body["provider"] = "stub");
        await ArriveAsync(one.Api, "bank-3", 1_000);
        const string Expected = "bank-3=1000/64045/ID9999\nbank-2=50045/63045/ID9999\nbank-1=13000/13000/ID9999";
        Assert.Equal(Expected, await LedgerAsync(one));
        Assert.Equal("bank-1 bank-2 bank-3", await ToldAsync());
        Clock.Advance(TimeSpan.FromMinutes(13));
        // This one has summed it up for good; the other has not looked yet.
        Assert.Equal(Expected, await LedgerAsync(one));

        await SayAsync(two, "gw-1|paid 50045");

        await one.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        // The bank told of it first, so its report counts and keeps its line; the gateway only says whose it is.
        Assert.Equal(("matched", "ignored"),
            (await OutcomeAsync("bank-2"),
                await Database.ScalarAsync<string>("SELECT outcome FROM qris_credits WHERE source = 'webhook'")));
        await EverybodyReadsAsync(Expected, one, two);
        Assert.Equal("bank-1 bank-2 bank-3", await ToldAsync());
    }

    [Fact]
    public async Task Money_that_a_person_sends_back_keeps_its_line_and_leaves_by_one_of_its_own()
    {
        var (one, two) = (await StartTellingAsync(), await StartTellingAsync());
        await ArriveAsync(one.Api, "A", 13_000);
        await ArriveAsync(one.Api, "B", 500);
        const string Before = "B=500/13500/ID9999\nA=13000/13000/ID9999";
        Assert.Equal(Before, await LedgerAsync(one));

        using var browser = new ConsoleBrowser(one);
        var id = (await Database.ScalarAsync<string>("SELECT id FROM qris_credits WHERE external_ref = 'B'"))!;
        await browser.SubmitAsync("/plugins", $"/credits/{id}", ("action", "refund"), ("remark", "Private transfer"));

        // Not the reference of its arrival: who knows rows by it would take the second for the first once more.
        var after = $"{id.Replace("crd_", "ret_", StringComparison.Ordinal)}=-500/13000/ID9999\n{Before}";
        await EverybodyReadsAsync(after, one, two);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await ArriveAsync(two.Api, "C", 1);
        await EverybodyReadsAsync($"C=1/13001/ID9999\n{after}", one, two);
        Assert.Equal("A B C", await ToldAsync());
    }

    [Fact]
    public async Task Money_that_a_person_puts_aside_keeps_its_line_and_no_balance_moves()
    {
        var (one, two) = (await StartTellingAsync(), await StartTellingAsync());
        foreach (var (reference, amount) in new[] { ("A", 13_000L), ("B", 500L), ("C", 700L) })
            await ArriveAsync(one.Api, reference, amount);
        const string Expected = "C=700/14200/ID9999\nB=500/13500/ID9999\nA=13000/13000/ID9999";
        Assert.Equal("A B C", await ToldAsync());
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Expected, await LedgerAsync(one));

        using var browser = new ConsoleBrowser(one);
        var id = await Database.ScalarAsync<string>("SELECT id FROM qris_credits WHERE external_ref = 'B'");
        await browser.SubmitAsync("/plugins", $"/credits/{id}", ("action", "dismiss"), ("remark", "Not ours"));

        Assert.Equal("ignored", await OutcomeAsync("B"));
        await EverybodyReadsAsync(Expected, one, two);
        await ArriveAsync(two.Api, "D", 1);
        await EverybodyReadsAsync($"D=1/14201/ID9999\n{Expected}", one, two);
        Assert.Equal("A B C D", await ToldAsync());
    }

    [Fact]
    public async Task F47_A_balance_is_read_from_the_last_line_and_never_summed_up()
    {
        BreaksOnPurpose("A line without its credit stands for all that would have to be summed up.", "ledger_subjects");
        var host = await StartTellingAsync();
        await Database.ScalarAsync<long>("""
            INSERT INTO qris_ledger (account, no, serial, kind, subject, amount, balance, total, at, created_at)
            VALUES ('stub', 1, 1, 'credit', 'crd_past', 7000000000, 7000000000, 7000000000, '2025-12-01', '2025-12-01')
            """);

        await ArriveAsync(host.Api, "bank-1", 13_000);

        await EverybodyReadsAsync("bank-1=13000/7000013000/ID9999\ncrd_past=7000000000/7000000000/ID9999", host);
        Assert.Equal("bank-1", await ToldAsync());
    }

    [Fact]
    public async Task Money_heard_on_two_channels_stands_once_and_is_told_once()
    {
        var host = await StartTellingAsync();
        await ArriveAsync(host.Api, "bank-1", 13_000);
        await ArriveAsync(host.Client("toko-key"), "phone-1", 13_000, "ignored");
        await EverybodyReadsAsync("bank-1=13000/13000/ID9999", host);
        Assert.Equal("bank-1", await ToldAsync());
    }

    private Task<string?> OutcomeAsync(string reference) =>
        Database.ScalarAsync<string>("SELECT outcome FROM qris_credits WHERE external_ref = @reference", new { reference });

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _gateway = await StubGateway.StartAsync();
        _client = await GatewayStub.StartAsync();
        _client.Answer = static _ => GatewayReply.Json("{}");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _gateway.DisposeAsync();
        await _client.DisposeAsync();
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FacadeLedgerOnMariaDb(MariaDb database) : FacadeLedgerTests(database);

public sealed class FacadeLedgerOnSqlite(SqliteFile database) : FacadeLedgerTests(database), IClassFixture<SqliteFile>;
