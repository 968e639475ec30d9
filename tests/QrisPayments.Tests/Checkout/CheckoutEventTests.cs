using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Checkout;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Checkout;

/// <summary>The page hears of a change, on whichever node it happened.</summary>
public abstract class CheckoutEventTests(Database database) : ModuleTests(database)
{
    [Fact]
    public async Task The_status_tells_all_that_the_script_needs()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var status = (await new CheckoutClient(host, payment.Text("id")!).GetAsync("/status")).Is(HttpStatusCode.OK);

        Assert.Equal(
            ["id", "status", "state", "review", "total_amount", "expires_at", "paid_at", "version", "expires_in_ms", "server_time",
                "replaced_by"],
            status.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("pending", status.Text("state"));
        Assert.Equal("2026-01-01T12:15:00+07:00", status.Text("expires_at"));
        Assert.Equal("2026-01-01T12:00:00+07:00", status.Text("server_time"));
        Assert.Equal(900_000, status["expires_in_ms"].GetInt64());
    }

    [Fact]
    public async Task A_stream_tells_the_state_at_once_and_every_change_that_another_node_makes()
    {
        var (host, other) = (await StartAsync(), await StartAsync());
        var id = (await host.Api.CreateAsync()).Text("id")!;
        using var stream = await EventStream.OpenAsync(new CheckoutClient(host, id));

        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", stream.Response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("no-store", stream.Response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("pending", (await stream.NextAsync()).GetProperty("state").GetString());

        await new CheckoutClient(other, id).SubmitAsync("claim");
        Assert.Equal("review", (await stream.NextAsync()).GetProperty("state").GetString());

        await new CheckoutClient(other, id).SubmitAsync("simulate");
        Assert.Equal("paid", (await stream.NextAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_payment_has_five_streams_and_the_sixth_page_polls()
    {
        var host = await StartAsync();
        var browser = new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!);
        var streams = new List<EventStream>();
        for (var i = 0; i < PaymentWatcher.StreamsPerPayment; i++)
            streams.Add(await EventStream.OpenAsync(browser));

        var sixth = (await browser.GetAsync("/events")).Is(HttpStatusCode.TooManyRequests);
        Assert.True(sixth.Response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        var neighbour = new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!);
        (await EventStream.OpenAsync(neighbour)).Dispose();

        streams[0].Dispose();
        await Wait.UntilAsync(async () =>
        {
            using var answer = await browser.Http.GetAsync(browser.Address("/events"), HttpCompletionOption.ResponseHeadersRead);
            return answer.IsSuccessStatusCode;
        }, "the place of a closed page is free");
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Nobody_is_watched_when_nobody_looks()
    {
        var host = await StartAsync();
        var watcher = host.App.Services.GetRequiredService<PaymentWatcher>();
        var browser = new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!);
        Assert.Equal(0, watcher.Count);
        using (var stream = await EventStream.OpenAsync(browser))
        {
            await stream.NextAsync();
            Assert.Equal(1, watcher.Count);
        }
        await Wait.UntilAsync(() => Task.FromResult(watcher.Count == 0), "the closed page is forgotten");
    }

    [Fact]
    public async Task A_stream_ends_when_the_host_stops()
    {
        var host = await TestHost.StartAsync(Database, Clock);
        using var stream = await EventStream.OpenAsync(new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!));
        await stream.NextAsync();

        var stopping = host.App.StopAsync();

        Assert.True(await stream.EndsAsync().WaitAsync(TimeSpan.FromSeconds(5)));
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        await host.DisposeAsync();
    }
}

[Collection(OnMariaDb.Name)]
public sealed class CheckoutEventsOnMariaDb(MariaDb database) : CheckoutEventTests(database);

public sealed class CheckoutEventsOnSqlite(SqliteFile database) : CheckoutEventTests(database), IClassFixture<SqliteFile>;
