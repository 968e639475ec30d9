using System.Net;
using Dapper;
using QrisPayments.Tests.Gateways;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>A gateway that does not answer keeps its own refunds waiting and no other's.</summary>
public abstract class SilentGatewayTests(Database database) : GatewayTests(database)
{
    private readonly TaskCompletionSource _silence = new();
    private StubGateway _silent = null!;
    private TestHost _host = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _silent = await StubGateway.StartAsync();
        _silent.RefundsHeld = _silence.Task;
        _host = await StartAsync([.. AsksAndHears, "IRefund"], more:
            [.. _silent.Settings(PluginFolder, "silent", [.. AsksAndHears, "IRefund"]), ("QrisPayments:ProviderOrder:1", "stub")]);
    }

    public override async Task DisposeAsync()
    {
        _silence.SetResult();
        await base.DisposeAsync();
        await _silent.DisposeAsync();
    }

    [Fact]
    public async Task Another_gateways_refund_is_done_while_one_does_not_answer()
    {
        var (waits, other) = (await PaidAsync("silent", _silent), await PaidAsync("stub", _gateway));
        await AskAsync(waits);
        await Wait.UntilAsync(() => Task.FromResult(_silent.Refunded.Count), asked => asked == 1, "the silent gateway is asked");

        await AskAsync(other);

        await Wait.UntilAsync(() => StateAsync(other), state => state == "done", "the other gateway's refund is done");
        Assert.Equal(("sent", 1), (await StateAsync(waits), _silent.Refunded.Count));
    }

    [Fact]
    public async Task More_refunds_than_are_read_at_once_of_one_gateway_keep_no_other_waiting()
    {
        var waiting = new List<string>();
        for (var i = 0; i < 25; i++) waiting.Add(await PaidAsync("silent", _silent));
        var other = await PaidAsync("stub", _gateway);
        foreach (var id in waiting) await AskAsync(id);

        await AskAsync(other);

        await Wait.UntilAsync(() => StateAsync(other), state => state == "done", "the other gateway's refund is done");
        foreach (var id in waiting) Assert.NotEqual("unknown", await StateAsync(id));
    }

    [Fact]
    public async Task A_case_is_opened_while_a_gateway_does_not_answer()
    {
        var (waits, slow) = (await PaidAsync("silent", _silent), await PaidAsync("stub", _gateway));
        _gateway.Refund = (_, _) => null;
        await AskAsync(slow);
        await Wait.UntilAsync(() => StateAsync(slow), state => state == "unknown", "the other gateway's answer is lost");
        await AskAsync(waits);
        await Wait.UntilAsync(() => Task.FromResult(_silent.Refunded.Count), asked => asked == 1, "the silent gateway is asked");

        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("UPDATE qris_refunds SET created_at = @long WHERE payment_id = @slow",
                new { @long = Clock.GetUtcNow().AddHours(-2).UtcDateTime, slow });

        await Wait.UntilAsync(() => _host.Api.PaymentAsync(slow), payment => payment.Text("review") == "refund", "its case is open");
        Assert.Equal("sent", await StateAsync(waits));
    }

    private async Task<string> PaidAsync(string provider, StubGateway gateway)
    {
        var payment = await _host.Api.CreateAsync(change: body => body["provider"] = provider);
        var (id, paid) = (payment.Text("id")!, $"paid 50000 {Now}");
        gateway.Status = _ => paid;
        var reference = await Database.ScalarAsync<string>("SELECT provider_ref FROM qris_attempts WHERE payment_id = @id", new { id });
        await TellAsync(_host, $"{reference}|{paid}", path: $"/webhooks/{provider}");
        await _host.Api.WaitForStatusAsync(id, "paid");
        return id;
    }

    private async Task AskAsync(string id) => (await _host.Api.RefundAsync(id)).Is(HttpStatusCode.Created);

    private async Task<string> StateAsync(string paymentId) =>
        (await Database.ScalarAsync<string>("SELECT state FROM qris_refunds WHERE payment_id = @paymentId", new { paymentId }))!;
}

[Collection(OnMariaDb.Name)]
public sealed class SilentGatewayTestsOnMariaDb(MariaDb database) : SilentGatewayTests(database);

public sealed class SilentGatewayTestsOnSqlite(SqliteFile database) : SilentGatewayTests(database), IClassFixture<SqliteFile>;
