using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Facades;
using QrisPayments.Tests.Gateways;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>A database before which a wire lies, and what the host says meanwhile.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private readonly MySqlConnectionStringBuilder _parts;

    public Outage(MariaDb database)
    {
        _parts = new MySqlConnectionStringBuilder(database.ConnectionString) { ConnectionTimeout = 5 };
        Wire = new MySqlWire(_parts.Server, (int)_parts.Port);
        _parts.Port = (uint)Wire.Port;
    }

    public MySqlWire Wire { get; }

    public FakeLogCollector Log { get; } = new();

    public (string, string?) Setting => ("ConnectionStrings:QrisPayments", _parts.ConnectionString);

    /// <summary>What an operator sees with the usual levels, whoever wrote it, without the words of the start.</summary>
    public IReadOnlyList<string> Lines() =>
        [.. Log.GetSnapshot().Where(record => record.Level >= LogLevel.Warning).Select(record => $"{record.Category}: {record.Message}")];

    public ValueTask DisposeAsync() => Wire.DisposeAsync();
}

/// <summary>With the database away each face says so in its own way, the log says so once, and afterwards all goes on.</summary>
[Collection(OnMariaDb.Name)]
public sealed class OutageTests(MariaDb database) : GatewayTests(database)
{
    private readonly Outage _outage = new(database);

    public override async Task DisposeAsync()
    {
        _outage.Wire.BringUp();
        await base.DisposeAsync();
        await _outage.DisposeAsync();
    }

    private async Task<TestHost> StartBehindAsync(params (string, string?)[] more) => Owned(await TestHost.StartAsync(Database, Clock,
        [.. _gateway.Settings(PluginFolder, "stub", AsksAndHears, ""), _outage.Setting, .. more],
        builder => builder.LogTo(_outage.Log)));

    private static void IsUnavailable(Answer answer, string code)
    {
        answer.Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(code, answer.Text("code"));
        Assert.NotNull(answer.Response.Headers.RetryAfter?.Delta);
    }

    private static async Task<Answer> GetAsync(TestHost host, string path, string language = "id")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", language);
        var response = await host.Api.Http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    [Fact]
    public async Task F27_every_face_answers_503_in_its_own_way_the_log_says_it_once_and_no_restart_is_needed()
    {
        var host = await StartBehindAsync();
        var open = await host.Api.CreateAsync(change: body => body["provider"] = "static-qris");
        var id = open.Text("id")!;
        using var browser = new ConsoleBrowser(host);
        await browser.PageAsync();
        var before = _outage.Lines().Count;

        _outage.Wire.TakeDown();
        for (var round = 0; round < 2; round++)
        {
            // The merchant API.
            IsUnavailable(await host.Api.TryCreateAsync(ApiClient.NewPayment(), "key-1"), "database_unavailable");
            IsUnavailable(await host.Api.GetAsync($"/api/v1/payments/{id}"), "database_unavailable");
            IsUnavailable(await host.Api.GetAsync("/api/v1/payments"), "database_unavailable");
            IsUnavailable(await host.Api.PostAsync($"/api/v1/payments/{id}/cancel"), "database_unavailable");
            IsUnavailable(await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay"), "database_unavailable");
            IsUnavailable(await host.Api.ReportAsync("ref-1", 50_000, Clock.GetUtcNow()), "database_unavailable");
            // Pages, in the customer's language.
            foreach (var (language, words) in new[] { ("id", "sedang tidak tersedia"), ("en", "not available right now") })
                foreach (var page in new[] { "", "/receipt", "/receipt.txt" })
                {
                    var answer = (await GetAsync(host, $"/qris/pay/{id}{page}", language)).Is(HttpStatusCode.ServiceUnavailable);
                    Assert.Contains(words, answer.Body, StringComparison.Ordinal);
                    Assert.NotNull(answer.Response.Headers.RetryAfter);
                    Assert.Contains("no-store", answer.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
                }
            IsUnavailable(await GetAsync(host, $"/qris/pay/{id}/status"), "database_unavailable");
            foreach (var picture in new[] { "/qr.svg", "/qr.png", "/events" })
                Assert.NotNull((await GetAsync(host, $"/qris/pay/{id}{picture}")).Is(HttpStatusCode.ServiceUnavailable)
                    .Response.Headers.RetryAfter);
            // Webhooks: the gateway comes again.
            Assert.NotNull((await TellAsync(host, "ref|paid 1")).Is(HttpStatusCode.ServiceUnavailable).Response.Headers.RetryAfter);
            // The console.
            foreach (var page in new[] { "", "/payments", "/money", $"/payments/{id}" })
            {
                var answer = (await browser.GetAsync(page)).Is(HttpStatusCode.ServiceUnavailable);
                Assert.Contains("The database cannot be reached", answer.Body, StringComparison.Ordinal);
                Assert.NotNull(answer.Response.Headers.RetryAfter);
            }
            // Workers look once a second.
            await Task.Delay(1_200);
        }
        var line = Assert.Single(_outage.Lines().Skip(before));
        Assert.Contains("ConnectionStrings:QrisPayments", line, StringComparison.Ordinal);

        _outage.Wire.BringUp();
        // At once, and the answer to the lost create is asked for again with its key.
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(), "key-1")).Is(HttpStatusCode.Created);
        (await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay")).Is(HttpStatusCode.OK);
        await host.Api.WaitForStatusAsync(id, "paid");
        await Wait.UntilAsync(() => Task.FromResult(_outage.Lines().Count - before), count => count == 2, "the end is told");
        Assert.Contains("well again", _outage.Lines()[^1], StringComparison.Ordinal);
        (await GetAsync(host, $"/qris/pay/{id}/receipt")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task F27_a_start_waits_for_a_database_that_comes_up_and_says_so()
    {
        _outage.Wire.TakeDown();
        var starting = StartBehindAsync(("QrisPayments:Storage:StartupWait", "00:00:20"));

        await Wait.UntilAsync(() => Task.FromResult(_outage.Log.Text()),
            text => text.Contains("The start waits for it up to 20 s (QrisPayments:Storage:StartupWait)", StringComparison.Ordinal),
            "the wait is told");
        await Task.Delay(1_000);
        Assert.False(starting.IsCompleted);
        _outage.Wire.BringUp();

        await (await starting).Api.CreateAsync();
        Assert.Single(_outage.Lines(), line => line.Contains("The start waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task F27_a_start_waits_no_longer_than_it_may_nor_for_a_database_that_answers()
    {
        _outage.Wire.TakeDown();
        var refused = await Assert.ThrowsAsync<QrisSetupException>(
            () => StartBehindAsync(("QrisPayments:Storage:StartupWait", "00:00:01")));
        Assert.Equal("database_unreachable", Assert.Single(refused.Faults).Code);
        _outage.Wire.BringUp();

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var parts = new MySqlConnectionStringBuilder(_outage.Setting.Item2!) { Database = "tidak_ada" };
        refused = await Assert.ThrowsAsync<QrisSetupException>(() => StartBehindAsync(
            ("QrisPayments:Storage:StartupWait", "00:05:00"), ("ConnectionStrings:QrisPayments", parts.ConnectionString)));
        Assert.Equal("database_refused", Assert.Single(refused.Faults).Code);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"It waited {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("00:10:01")]
    public async Task F27_the_wait_has_bounds(string wait)
    {
        var refused = await Assert.ThrowsAsync<QrisSetupException>(() => StartBehindAsync(("QrisPayments:Storage:StartupWait", wait)));

        Assert.Equal(("QrisPayments:Storage:StartupWait", "out_of_range"), Assert.Single(refused.Faults) is var fault
            ? (fault.Field, fault.Code)
            : default);
    }
}

/// <summary>The same of a facade: in its gateway's own words, and the plugin is not blamed.</summary>
[Collection(OnMariaDb.Name)]
public sealed class FacadeOutageTests(MariaDb database) : FacadeTests(database)
{
    private readonly Outage _outage = new(database);

    public override async Task DisposeAsync()
    {
        _outage.Wire.BringUp();
        await base.DisposeAsync();
        await _outage.DisposeAsync();
    }

    [Fact]
    public async Task F27_a_facade_answers_503_in_its_own_words_and_its_plugin_is_not_blamed()
    {
        Host = Owned(await TestHost.StartAsync(Database, Clock, Settings(_outage.Setting), builder => builder.LogTo(_outage.Log)));
        var payment = await CreateAsync();
        Assert.Equal(HttpStatusCode.OK, payment.Status);
        var before = _outage.Lines().Count;

        _outage.Wire.TakeDown();
        for (var round = 0; round < 5; round++)
        {
            var answer = await CreateAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.NotNull(answer.Response.Headers.RetryAfter);
        }
        Assert.Single(_outage.Lines().Skip(before));

        _outage.Wire.BringUp();
        Assert.Equal(HttpStatusCode.OK, (await CreateAsync()).Status);
    }
}
