using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QrisPayments.Apps;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>What a facade's clients are told, in the gateway's own shape.</summary>
public abstract class FacadeCallbackTests(Database database) : FacadeTests(database)
{
    private sealed record Heard(string Path, string Body, string? Signature, string? Event);

    private readonly ConcurrentQueue<Heard> _heard = new();
    private WebApplication? _client;
    private int _refusals;

    private string Address => _client!.Urls.First() + "/hook";

    private Task HeardAsync(int count) =>
        Wait.UntilAsync(() => Task.FromResult(_heard.Count), heard => heard == count, $"the client has heard {count} callbacks");

    private Task<long> CountAsync(string condition) =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'callback' AND " + condition);

    [Fact]
    public async Task A_callback_has_the_gateways_shape_and_signature_and_comes_until_it_is_accepted()
    {
        _refusals = 2;
        await StartWithFacadeAsync(("QrisPayments:Apps:1:Facades:kasir:Secret", "rahasia-toko"));
        var payment = (await CreateAsync(more: [("callback_url", Address), ("ref_id", "INV-001")])).Is(HttpStatusCode.OK);
        await PayAsync(payment);

        await HeardAsync(3);
        var last = _heard.Last();
        Assert.Equal($$"""{"event":"payment.paid","invoice":"{{payment["reference"]}}","amount":{{payment["total"]}},"ref_id":"INV-001"}""", last.Body);
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData("rahasia-toko"u8, Encoding.UTF8.GetBytes(last.Body))), last.Signature);
        Assert.Single(_heard.Select(heard => heard.Event).Distinct());
        await Wait.UntilAsync(() => CountAsync("state = 'done'"), done => done == 1, "the delivery is done");
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_delivery_tries WHERE status_code = 403"));
    }

    [Fact]
    public async Task Of_what_the_gateway_does_not_know_nothing_is_said()
    {
        await StartWithFacadeAsync();
        var payment = (await CreateAsync(more: ("callback_url", Address))).Is(HttpStatusCode.OK);
        (await Host.Client("demo-key").CancelAsync(payment["id"])).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => CountAsync("state = 'done'"), done => done == 1, "the delivery is done");
        Assert.Empty(_heard);
    }

    [Fact]
    public async Task The_apps_own_address_stands_in_and_the_merchant_API_keeps_its_own_shape()
    {
        await StartWithFacadeAsync(("QrisPayments:Apps:1:CallbackUrl", Address));
        await PayAsync((await CreateAsync()).Is(HttpStatusCode.OK));
        await HeardAsync(1);
        var api = await Host.Client("toko-key").CreateAsync();
        await Host.Api.PostAsync($"/api/v1/sandbox/payments/{api.Text("id")}/pay");
        await HeardAsync(2);
        Assert.Contains("\"event\":\"payment.paid\"", _heard.First().Body, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"payment.paid\"", _heard.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_plugin_is_off_its_callbacks_wait()
    {
        await StartWithFacadeAsync(("QrisPayments:Outbox:MaxTries", "1"));
        var payment = (await CreateAsync(more: ("callback_url", Address))).Is(HttpStatusCode.OK);
        await SwitchAsync(on: false);
        await WaitForAsync("api/list", HttpStatusCode.ServiceUnavailable);
        await PayAsync(payment);
        // Its own handlers and callbacks go on meanwhile.
        var other = await Host.Api.CreateAsync(change: body => body["callback_url"] = Address + "/api");
        await Host.Api.PostAsync($"/api/v1/sandbox/payments/{other.Text("id")}/pay");
        await HeardAsync(1);
        Assert.Equal("/hook/api", _heard.Single().Path);
        Assert.Equal(1, await CountAsync("state = 'due' AND tries = 0 AND needs = 'kasir'"));

        await SwitchAsync(on: true);
        await HeardAsync(2);
        Assert.Contains(payment["reference"], _heard.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Money_is_told_once_with_the_secret_behind_the_address()
    {
        await StartWithFacadeAsync(
            ("QrisPayments:Apps:2:Facades:kasir:CallbackUrl", Address), ("QrisPayments:Apps:2:Facades:kasir:Secret", "kunci-rahasia"),
                ("QrisPayments:Apps:2:Facades:kasir:Nmid", "ID9999"));
        (await Host.Api.ReportAsync("TRX-1", 13_000, Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        (await Host.Api.ReportAsync("TRX-1", 13_000, Clock.GetUtcNow())).Is(HttpStatusCode.OK);
        await HeardAsync(1);
        Assert.Equal(("/hook/kunci-rahasia", """{"refid":"TRX-1","amount":13000,"balance":"13000","nmid":"ID9999"}"""), (_heard.Single().Path, _heard.Single().Body));
        Assert.Equal(0, await CountAsync("target LIKE '%rahasia%'"));
        await Wait.UntilAsync(() => CountAsync("state = 'done'"), done => done == 1, "the delivery is done");
        Assert.Equal(1, await CountAsync("1 = 1"));
    }

    [Fact]
    public async Task Who_is_told_of_all_money_must_be_allowed_to_read_it()
    {
        var exception = await Assert.ThrowsAsync<QrisSetupException>(
            () => StartWithFacadeAsync(("QrisPayments:Apps:1:Facades:kasir:CallbackUrl", Address)));
        Assert.Contains("QrisPayments:Apps:1:Facades:kasir:CallbackUrl", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Add ledger:read to QrisPayments:Apps:1:Scopes", exception.Message, StringComparison.Ordinal);

        foreach (var scope in new[] { "ledger:read", "*" })
            await StartWithFacadeAsync(("QrisPayments:Apps:1:Facades:kasir:CallbackUrl", Address), ("QrisPayments:Apps:1:Scopes:0", scope));
    }

    [Fact]
    public async Task Without_the_scope_nothing_is_told_though_the_plugin_was_away_when_the_host_started()
    {
        var address = ("QrisPayments:Apps:2:Facades:kasir:CallbackUrl", Address);
        await StartWithFacadeAsync(address);
        await SwitchAsync(on: false);
        await WaitForAsync("api/list", HttpStatusCode.ServiceUnavailable);
        (await Host.Api.ReportAsync("TRX-1", 13_000, Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        Assert.Equal(1, await CountAsync("state = 'due'"));
        await Host.DisposeAsync();

        await StartWithFacadeAsync(address, ("QrisPayments:Apps:2:Scopes:0", null));
        (await Host.Api.ReportAsync("TRX-2", 14_000, Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        Assert.Equal(1, await CountAsync("1 = 1"));
        await SwitchAsync(on: true);

        await Wait.UntilAsync(() => CountAsync("state = 'dead'"), dead => dead == 1, "the delivery is given up");
        Assert.Empty(_heard);
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _client = builder.Build();
        _client.MapPost("/hook/{**key}", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            _heard.Enqueue(new Heard(context.Request.Path, await reader.ReadToEndAsync(), context.Request.Headers["X-Kasir-Signature"],
                context.Request.Headers["X-Kasir-Event"]));
            context.Response.StatusCode = _heard.Count <= _refusals ? 403 : 200;
        });
        await _client.StartAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _client!.DisposeAsync();
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FacadeCallbacksOnMariaDb(MariaDb database) : FacadeCallbackTests(database);

public sealed class FacadeCallbacksOnSqlite(SqliteFile database) : FacadeCallbackTests(database), IClassFixture<SqliteFile>;
