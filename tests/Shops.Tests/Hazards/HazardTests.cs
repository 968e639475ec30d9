using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dapper;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>
/// What can go wrong between a shop and its gateways (WIRE): a real host with the real plugins, and the gateways played from their
/// own recorded payloads. Money is real here, so nothing is simulated.
/// </summary>
public abstract class HazardTests(Database database) : ModuleTests(database)
{
    private readonly List<FakeGateway> _gateways = [];

    /// <summary>A shop that takes payments through these, in this order, and through its own static QRIS last.</summary>
    private protected Task<TestHost> ShopAsync(FakeGateway gateway, params (string, string?)[] own) => ShopAsync([gateway], own);

    private protected async Task<TestHost> ShopAsync(IReadOnlyList<FakeGateway> gateways, params (string, string?)[] own)
    {
        var settings = new List<(string, string?)>
        {
            ("QrisPayments:Mode", "Live"), ("QrisPayments:PublicUrl", "https://shop.example"),
            ("QrisPayments:Polling:Interval", "00:00:00.050"),
        };
        foreach (var gateway in gateways)
        {
            settings.Add(($"QrisPayments:ProviderOrder:{gateways.ToList().IndexOf(gateway)}", gateway.Id));
            settings.AddRange(await gateway.StartAsync(Clock));
            _gateways.Add(gateway);
        }
        return await StartAsync([.. settings, ($"QrisPayments:ProviderOrder:{gateways.Count}", "static-qris"), .. own]);
    }

    /// <summary>A second host of the same shop: same database, same clock, same gateways.</summary>
    private protected async Task<TestHost> SecondHostAsync(TestHost first)
    {
        var settings = ((Microsoft.Extensions.Configuration.IConfiguration)first.App.Configuration).GetSection("QrisPayments");
        return await StartAsync(
            [.. Microsoft.Extensions.Configuration.ConfigurationExtensions.AsEnumerable(settings).Where(pair => pair.Value is not null)
                .Select(pair => (pair.Key, pair.Value))]);
    }

    /// <summary>A payment that stands open at this gateway and nowhere else.</summary>
    private protected async Task<(Answer Payment, Order Order)> PayableAsync(TestHost host, FakeGateway gateway, long amount = 50_000)
    {
        var payment = await host.Api.CreateAsync(amount, body => body["provider"] = gateway.Id);
        return (payment, gateway.Orders[^1]);
    }

    private protected static Task<Answer> TryPayableAsync(TestHost host, FakeGateway gateway, long amount = 50_000) =>
        host.Api.TryCreateAsync(ApiClient.NewPayment(amount, body => body["provider"] = gateway.Id));

    /// <summary>Somebody posts to the shop, without any key of ours.</summary>
    private protected static Task<Answer> TellAsync(TestHost host, string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post,
            path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Host = "shop.example";
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return host.Client(null).SendAsync(request);
    }

    /// <summary>Every webhook that was taken in has been worked on, and waits for a later time if anything.</summary>
    private protected Task WorkedOutAsync() => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE state = 'verified' AND (tries = "
            + "0 OR lease_until IS NOT NULL)"), left => left == 0, "the webhooks are worked out");

    /// <summary>The clock moves on until the gateway has been asked about everything that may still be paid.</summary>
    private protected async Task AskedAsync(FakeGateway gateway, TimeSpan? after = null)
    {
        var before = await PollsAsync(gateway);
        Clock.Advance(after ?? TimeSpan.FromSeconds(90));
        await Wait.UntilAsync(async () =>
        {
            // A look that was under way when the clock jumped has not seen what became due by that; the next one comes a second later.
            Clock.Advance(TimeSpan.FromSeconds(0.3));
            var now = await PollsAsync(gateway);
            return before.All(attempt => !now.TryGetValue(attempt.Key, out var polls) || polls > attempt.Value);
        }, $"{gateway.Id} was asked about everything");
    }

    private async Task<Dictionary<string, long>> PollsAsync(FakeGateway gateway)
    {
        await using var connection = await Database.OpenAsync();
        return (await connection.QueryAsync<(string Id, long Polls)>(
            "SELECT id, polls FROM qris_attempts WHERE account = @id AND state NOT IN ('paid', 'rejected')", new { id = gateway.Id }))
                .ToDictionary(row => row.Id, row => row.Polls);
    }

    /// <summary>It is paid, by one credit and with one event.</summary>
    private protected async Task PaidOnceAsync(TestHost host, Answer payment, long? amount = null)
    {
        var paid = await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(amount ?? payment.Number("total_amount"), paid.Number("paid_amount"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits WHERE outcome = 'matched' AND payment_id = @id",
            new { id = payment.Text("id") }));
        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(type => type == "payment.paid"));
    }

    /// <summary>No money counts for it.</summary>
    private protected async Task UnpaidAsync(TestHost host, Answer payment, string status = "pending", string? review = null)
    {
        var now = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal(status, now.Text("status"));
        Assert.Equal(review, now.Text("review"));
        Assert.Equal(JsonValueKind.Null, now["paid_amount"].ValueKind);
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits WHERE outcome = 'matched' AND payment_id = @id",
            new { id = payment.Text("id") }));
    }

    /// <summary>Nothing that could be paid is shown.</summary>
    private protected async Task ShowsNoQrAsync(TestHost host, Answer payment)
    {
        var now = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.All(["qr_string", "total_amount"], name => Assert.Equal(JsonValueKind.Null, now[name].ValueKind));
        (await host.Client(null).GetAsync($"/pay/{payment.Text("id")}/qr.svg")).Is(HttpStatusCode.NotFound);
    }

    private protected Task<string?> AttemptStateAsync(Answer payment, string account) =>
        Database.ScalarAsync<string>("SELECT state FROM qris_attempts WHERE payment_id = @id AND account = @account",
            new { id = payment.Text("id"), account });

    private protected Task<long> CountAsync(string table, string where = "1 = 1") =>
        Database.ScalarAsync<long>($"SELECT COUNT(*) FROM {table} WHERE {where}");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var gateway in _gateways) await gateway.DisposeAsync();
    }
}
