using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QrisPayments.Apps;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace QrisPayments.Tests.Notifications;

/// <summary>What an address outside hears: signed as Standard Webhooks 1.0, until it says yes, and never inside our own walls.</summary>
public abstract class CallbackTests(Database database) : ModuleTests(database)
{
    private static readonly string Secret = "whsec_" + Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    private sealed record Heard(string Id, string Timestamp, string Signature, string Body);

    private readonly ConcurrentQueue<Heard> _heard = new();
    private WebApplication? _receiver;
    private int _refusals;

    [Fact]
    public async Task A_callback_is_signed_and_comes_until_it_is_accepted()
    {
        MoveTo(DateTimeOffset.UtcNow);
        _refusals = 2;
        var host = await StartAsync(Settings(allowed: "127.0.0.1"));
        var payment = await host.Api.CreateAsync(change: body => body["callback_url"] = Address);

        await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay");

        var last = await HeardAsync(3);
        Assert.Single(_heard.Select(heard => heard.Id).Distinct());
        Verify(last);
        var body = JsonDocument.Parse(last.Body).RootElement;
        Assert.Equal("payment.paid", body.GetProperty("type").GetString());
        Assert.Equal(payment.Text("id"), body.GetProperty("data").GetProperty("id").GetString());
        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT state FROM qris_deliveries WHERE kind = 'callback'"),
            state => state == "done", "the delivery is done");
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_delivery_tries WHERE status_code = 403 AND ok = 0"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_delivery_tries WHERE status_code = 200 AND ok = 1"));
    }

    [Fact]
    public async Task A_callback_verifies_as_it_was_sent_and_with_no_other_body_id_time_or_secret()
    {
        MoveTo(DateTimeOffset.UtcNow);
        var host = await StartAsync(Settings(allowed: "127.0.0.1"));
        await CancelOneAsync(host);

        var heard = await HeardAsync(1);

        Verify(heard);
        Refused(heard with { Body = heard.Body.Replace("payment.cancelled", "payment.paid", StringComparison.Ordinal) });
        Refused(heard with { Id = heard.Id + "0" });
        Refused(heard with { Timestamp = Earlier(heard.Timestamp) });
        Refused(heard, "whsec_" + Convert.ToBase64String(new byte[32]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_payment_of_the_shops_own_code_is_told_with_the_shops_own_secret_or_unsigned_without_one(bool hasSecret)
    {
        MoveTo(DateTimeOffset.UtcNow);
        var host = await StartAsync([.. Settings(allowed: "127.0.0.1"), ("QrisPayments:Apps:0:CallbackSecret", null),
            ("QrisPayments:Callbacks:Secret", hasSecret ? Secret : null)]);
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();
        var made = Assert.IsType<CreateResult.Created>(
            await payments.CreateAsync(new NewPayment { OrderId = "A-1", Amount = 50_000, CallbackUrl = Address }));

        await payments.CancelAsync(made.Payment.Id);

        var heard = await HeardAsync(1);
        if (hasSecret) Verify(heard);
        else Assert.Null(heard.Signature);
    }

    [Fact]
    public async Task A_callback_that_comes_again_later_is_signed_for_the_time_of_that_try()
    {
        _refusals = 1;
        var now = DateTimeOffset.UtcNow;
        MoveTo(now.AddHours(-1));
        var host = await StartAsync([.. Settings(allowed: "127.0.0.1"), ("QrisPayments:Outbox:FirstRetry", "00:10:00")]);
        await CancelOneAsync(host);
        var first = await HeardAsync(1);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'callback' AND "
            + "state = 'due' AND lease IS NULL AND tries = 1"), waiting => waiting == 1, "it was refused and waits");

        MoveTo(now);
        var second = await HeardAsync(2);

        // Its signature is right, but an hour old: a receiver is safe from a callback that is replayed.
        Assert.Contains("too old", Refused(first), StringComparison.Ordinal);
        Verify(second);
        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task A_private_address_is_not_called_unless_the_shop_allows_it()
    {
        var host = await StartAsync(Settings(allowed: null));
        var payment = await host.Api.CreateAsync(change: body => body["callback_url"] = Address);

        await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay");

        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT state FROM qris_deliveries WHERE kind = 'callback'"),
            state => state == "dead", "the delivery is given up");
        Assert.Empty(_heard);
        Assert.Contains("AllowedPrivateHosts",
            await Database.ScalarAsync<string>("SELECT last_error FROM qris_deliveries WHERE kind = 'callback'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receivers_that_never_answer_keep_no_handler_from_its_work()
    {
        _refusals = -1;
        var host = Owned(await TestHost.StartAsync(Database, Clock, Settings(allowed: "127.0.0.1"),
            builder => builder.Services.AddPaymentHandler<Nothing>()));
        for (var i = 0; i < 20; i++)
            await CancelOneAsync(host);

        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'handler' AND state = 'done'"),
            done => done == 20, "all handlers have run");
        Assert.Equal(20, await Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'callback' AND state = 'due'"));
    }

    private sealed class Nothing : IPaymentHandler
    {
        public Task HandleAsync(
            PaymentEvent paymentEvent, System.Data.Common.DbTransaction transaction, CancellationToken cancellationToken) =>
                Task.CompletedTask;
    }

    /// <summary>As a receiver does it, by the standard's library for .NET; its clock is the machine's.</summary>
    private static void Verify(Heard heard, string? secret = null) =>
        new StandardWebhook(secret ?? Secret).Verify(heard.Body, new HeaderDictionary
        {
            ["webhook-id"] = heard.Id, ["webhook-timestamp"] = heard.Timestamp, ["webhook-signature"] = heard.Signature,
        });

    /// <summary>It does not verify; why not.</summary>
    private static string Refused(Heard heard, string? secret = null) =>
        Assert.Throws<WebhookVerificationException>(() => Verify(heard, secret)).Message;

    /// <summary>A second earlier, which is not too old.</summary>
    private static string Earlier(string timestamp) =>
        (long.Parse(timestamp, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture);

    private void MoveTo(DateTimeOffset time) => Clock.Advance(time - Clock.GetUtcNow());

    private async Task CancelOneAsync(TestHost host)
    {
        var payment = await host.Api.CreateAsync(change: body => body["callback_url"] = Address);
        (await host.Api.CancelAsync(payment.Text("id")!)).Is(HttpStatusCode.OK);
    }

    private async Task<Heard> HeardAsync(int count)
    {
        await Wait.UntilAsync(() => Task.FromResult(_heard.Count), heard => heard == count, $"{count} callbacks came");
        return _heard.Last();
    }

    private string Address => _receiver!.Urls.First() + "/hook";

    private static (string, string?)[] Settings(string? allowed) =>
    [
        ("QrisPayments:Apps:0:CallbackSecret", Secret),
        ("QrisPayments:Outbox:FirstRetry", "00:00:00"),
        ("QrisPayments:Callbacks:AllowedPrivateHosts:0", allowed),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _receiver = builder.Build();
        _receiver.MapPost("/hook", HearAsync);
        await _receiver.StartAsync();
    }

    private async Task HearAsync(HttpContext context)
    {
        if (_refusals < 0) await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        _heard.Enqueue(new Heard(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!,
            await reader.ReadToEndAsync()));
        context.Response.StatusCode = _heard.Count <= _refusals ? 403 : 200;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _receiver!.DisposeAsync();
    }
}

[Collection(OnMariaDb.Name)]
public sealed class CallbackOnMariaDb(MariaDb database) : CallbackTests(database);

public sealed class CallbackOnSqlite(SqliteFile database) : CallbackTests(database), IClassFixture<SqliteFile>;
