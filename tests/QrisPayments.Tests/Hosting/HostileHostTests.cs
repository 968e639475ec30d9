using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Codec;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Facades;
using QrisPayments.Tests.Gateways;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>The whole way of a sale, from outside, in the plainest host and in the most hostile ones.</summary>
public abstract class HostileHostTests(Database database) : GatewayTests(database)
{
    private protected async Task<TestHost> StartAsync(HostKind kind, FakeLogCollector? log = null) =>
        Owned(await HostileHost.StartAsync(kind, Database, Clock,
        [
            .. Kasir.Settings(PluginFolder), .. _gateway.Settings(PluginFolder, "stub", AsksAndHears),
            ("QrisPayments:PublicUrl", null), ("QrisPayments:ProviderOrder:0", "static-qris"), ("QrisPayments:ProviderOrder:1", "stub"),
        ], log));

    public static TheoryData<HostKind> Kinds => new(Enum.GetValues<HostKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_payment_goes_from_its_creation_to_its_receipt(HostKind kind)
    {
        var host = await StartAsync(kind);
        await using var client = await Listener.StartAsync(silent: false);

        var payment = await host.Api.CreateAsync(change: body => body["callback_url"] = client.Address + "/told");
        Assert.Equal(JsonValueKind.Number, payment["total_amount"].ValueKind);
        var browser = new CheckoutClient(host, payment.Text("id")!);
        var page = (await browser.GetAsync()).Is(HttpStatusCode.OK);
        Assert.Contains(Rupiah.Digits(payment.Number("total_amount")), page.Body, StringComparison.Ordinal);
        (await browser.GetAsync("/qr.svg")).Is(HttpStatusCode.OK);
        Assert.Equal("pending", (await browser.GetAsync("/status")).Text("state"));
        using (var stream = await EventStream.OpenAsync(browser))
        {
            Assert.Equal("pending", (await stream.NextAsync()).GetProperty("state").GetString());
            await HostileHost.OutlastAsync(kind);
            (await browser.SubmitAsync("simulate")).Is(HttpStatusCode.SeeOther);
            Assert.Equal("paid", (await stream.NextAsync()).GetProperty("state").GetString());
        }
        Assert.Equal("paid", await browser.StateAsync());
        Assert.Contains(payment.Text("order_id")!, (await browser.GetAsync("/receipt")).Is(HttpStatusCode.OK).Body,
            StringComparison.Ordinal);
        Assert.Contains(payment.Text("order_id")!, (await browser.GetAsync("/receipt.txt")).Is(HttpStatusCode.OK).Body,
            StringComparison.Ordinal);
        await Wait.UntilAsync(() => Task.FromResult(client.Heard.ToList()),
            heard => heard.Exists(told => Told(told.Body, payment.Text("id")!)),
            "the callback has come");
    }

    private static bool Told(string body, string id)
    {
        using var json = JsonDocument.Parse(body);
        var data = json.RootElement.GetProperty("data");
        return json.RootElement.GetProperty("type").GetString() == "payment.paid"
            && data.GetRawText().Contains(id, StringComparison.Ordinal)
            && data.GetRawText().Contains("\"paid_amount\":50", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_gateway_that_takes_its_time_is_waited_for_and_its_webhook_is_heard(HostKind kind)
    {
        var host = await StartAsync(kind);
        _gateway.Create = async words =>
        {
            await HostileHost.OutlastAsync(kind);
            return $"gw-{words[0]} {words[1]}";
        };

        var (payment, reference) = await PayableAsync(host);
        _gateway.Status = _ => $"paid 50000 {Now} money-1";
        Assert.Equal("ok", (await TellAsync(host, $"{reference}|paid 50000 {Now}")).Is(HttpStatusCode.OK).Body);

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        (await host.Api.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/qris/webhooks/stub"))).Is(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_facade_sells(HostKind kind)
    {
        var host = await StartAsync(kind);
        using var client = host.Client("toko-key", prefix: "");
        foreach (var root in new[] { "/qris/gateways/kasir", "/kasir" })
        {
            var made = await client.PostRawAsync(root + "/api/create.php", "amount=50000", "application/x-www-form-urlencoded");
            var lines = made.Is(HttpStatusCode.OK).Body.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1]);
            (await client.GetAsync($"{root}/pay?invoice={lines["reference"]}")).Is(HttpStatusCode.Found);
            (await host.Api.PostAsync($"/api/v1/sandbox/payments/{lines["id"]}/pay")).Is(HttpStatusCode.OK);
            Assert.Contains("status=Paid", (await client.GetAsync($"{root}/status/{lines["reference"]}")).Body, StringComparison.Ordinal);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_console_works_and_asks_who_it_is(HostKind kind)
    {
        var host = await StartAsync(kind);
        await host.Api.ReportAsync("ref-1", 77_777, Clock.GetUtcNow());
        var credit = await Database.ScalarAsync<string>("SELECT id FROM qris_credits");
        using var owner = new ConsoleBrowser(host.Root, "owner");
        using var stranger = new ConsoleBrowser(host.Root);

        (await stranger.GetAsync("/money/unmatched")).Is(HttpStatusCode.Unauthorized);
        Assert.Contains("77.777", await owner.PageAsync("/money/unmatched"), StringComparison.Ordinal);
        (await stranger.GetAsync("/money/unmatched")).Is(HttpStatusCode.Unauthorized);
        ConsoleBrowser.Goal(await owner.SubmitAsync($"/credits/{credit}", $"/credits/{credit}", ("action", "dismiss"),
            ("remark", "known")));
        Assert.DoesNotContain("77.777", await owner.PageAsync("/money/unmatched"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_the_host_may_compress_and_frame_is_not_ours(HostKind kind)
    {
        var host = await StartAsync(kind);
        var id = (await host.Api.CreateAsync()).Text("id");
        foreach (var path in new[] { $"/pay/{id}", $"/pay/{id}/status", "/api/v1/payments", "/admin/payments", "/nothing" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/qris" + path);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
            request.Headers.Add("X-User", "owner");
            request.Headers.Add("X-Forwarded-Proto", "https");
            var answer = await host.Api.SendAsync(request);
            Assert.True(answer.Response.Content.Headers.ContentEncoding.Count == 0, $"{path} is compressed");
            Assert.True(answer.Response.Headers.CacheControl?.NoStore, path);
        }
    }

    [Fact]
    public async Task A_host_that_logs_all_it_can_writes_down_no_address_and_nothing_that_was_sent()
    {
        var log = new FakeLogCollector();
        var host = await StartAsync(HostKind.Hostile, log);
        var payment = await host.Api.CreateAsync(change: body => body["customer"] = new JsonObject { ["name"] = "Siti Rahasia" });
        (await new CheckoutClient(host, payment.Text("id")!).GetAsync()).Is(HttpStatusCode.OK);
        using var client = host.Client("toko-key", prefix: "");
        (await client.GetAsync("/kasir/mutasi/toko/toko-key")).Is(HttpStatusCode.Forbidden);
        (await TellAsync(host, "a body", path: "/webhooks/stub/" + StubGateway.Key)).Is(HttpStatusCode.BadRequest);
        using var visitor = host.Client(key: null, prefix: "");
        (await visitor.GetAsync("/own")).Is(HttpStatusCode.OK);

        var lines = log.GetSnapshot().Where(line => line.Category!.StartsWith("Microsoft.AspNetCore.HttpLogging", StringComparison.Ordinal))
            .Select(line => line.Message).ToList();
        // Ours are counted, and the host's own are whole.
        Assert.Contains(lines, line => line.Contains("StatusCode: 201", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("/own", StringComparison.Ordinal));
        foreach (var secret in new[] { "Rahasia", "demo-key", "toko-key", StubGateway.Key, payment.Text("id")!, "a body" })
            Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HostKind.Hostile)]
    [InlineData(HostKind.HostileBeforeRouting)]
    public async Task A_host_that_unpacks_bodies_gets_a_refusal_for_one_that_is_none(HostKind kind)
    {
        var host = await StartAsync(kind);
        async Task<Answer> SendAsync(byte[] bytes)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/qris/api/v1/payments") { Content = new ByteArrayContent(bytes) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
            return await host.Api.SendAsync(request);
        }
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(ApiClient.NewPayment().ToJsonString()));

        (await SendAsync(packed.ToArray())).Is(HttpStatusCode.Created);
        (await SendAsync("no gzip at all"u8.ToArray())).Is(HttpStatusCode.BadRequest);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class HostileHostOnMariaDb(MariaDb database) : HostileHostTests(database);

public sealed class HostileHostOnSqlite(SqliteFile database) : HostileHostTests(database), IClassFixture<SqliteFile>;
