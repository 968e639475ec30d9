using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using QrisPayments.Apps;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Api;

/// <summary>What an attacker found once, or tried in vain.</summary>
public abstract class AttackTests(Database database) : ModuleTests(database)
{
    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"order_id":"INV-1","amount":1,"metadata":{"\udfff":"x"}}""")]
    public async Task Half_a_character_as_a_name_is_no_json(string body)
    {
        var host = await StartAsync();

        foreach (var route in new[] { "/api/v1/payments", "/api/v1/credits", "/api/v1/qr/inspect", "/api/v1/sandbox/credits" })
            Assert.InRange((int)(await host.Api.PostRawAsync(route, body)).Status, 400, 422);
    }

    [Theory]
    [InlineData("POST", "/qris/api/v1/payments", "Authorization: Bearer demo-key\r\nContent-Type: application/json\r\n")]
    [InlineData("POST", "/qris/pay/{id}/claim", "Content-Type: application/x-www-form-urlencoded\r\n")]
    public async Task A_chunk_that_lies_about_its_size_is_a_bad_request(string method, string path, string headers)
    {
        var host = await StartAsync();
        var id = (await host.Api.CreateAsync()).Text("id")!;

        var status = await RawAsync(host, $"{method} {path.Replace("{id}", id, StringComparison.Ordinal)} HTTP/1.1\r\nHost: "
            + $"127.0.0.1\r\n{headers}"
            + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}");

        Assert.Equal(400, status);
    }

    [Fact]
    public async Task A_host_header_that_is_no_name_breaks_no_page()
    {
        var host = await StartAsync();
        var id = (await host.Api.CreateAsync()).Text("id")!;

        foreach (var path in new[] { $"/qris/pay/{id}", $"/qris/pay/{id}/status", $"/qris/pay/{id}/qr.png" })
            Assert.Equal(200, await RawAsync(host, $"GET {path} HTTP/1.1\r\nHost: xn--\r\nConnection: close\r\n\r\n"));
    }

    [Fact]
    public async Task Two_hundred_strangers_at_once_are_answered()
    {
        var host = await StartAsync();
        using var http = new HttpClient { BaseAddress = host.Root };

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            http.GetAsync($"/qris/pay/pay_{i.ToString("00000000000000000000000000", System.Globalization.CultureInfo.InvariantCulture)}/status")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
    }

    [Fact]
    public async Task One_payments_pages_may_not_be_asked_for_without_end()
    {
        var host = await StartAsync(("QrisPayments:Limits:CheckoutBurst", "5"), ("QrisPayments:Limits:CheckoutPerSecond", "1"));
        var (mine, other) = ((await host.Api.CreateAsync()).Text("id")!, (await host.Api.CreateAsync()).Text("id")!);
        using var http = new HttpClient { BaseAddress = host.Root };

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++) statuses.Add((await http.GetAsync($"/qris/pay/{mine}/status")).StatusCode);

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/qris/pay/{other}/status")).StatusCode);
    }

    [Fact]
    public async Task Simulated_money_pays_no_real_payment()
    {
        var live = await StartAsync(("QrisPayments:Mode", "Live"));
        var payment = await live.Api.CreateAsync();
        var sandbox = await StartAsync();

        (await sandbox.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay"))
            .IsProblem(HttpStatusCode.Conflict, "payment_not_open");
        var credit = (await sandbox.Api.PostAsync("/api/v1/sandbox/credits", new JsonObject
        {
            ["account"] = "static-qris", ["external_ref"] = "r", ["amount"] = payment.Number("total_amount"),
            ["at"] = Clock.GetUtcNow().ToString("O"),
        })).Is(HttpStatusCode.Created);

        Assert.Equal("unmatched", credit.Text("outcome"));
        Assert.Equal("pending", (await sandbox.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task Who_may_only_simulate_money_sees_nobodys_customers()
    {
        var host = await StartAsync(
            ("QrisPayments:Apps:1:Code", "bot"), ("QrisPayments:Apps:1:Key", "bot-key-of-twenty-characters"),
                ("QrisPayments:Apps:1:Scopes:0", "sandbox"));
        var payment = await host.Api.CreateAsync(change: body => body["customer"] = new JsonObject { ["name"] = "Siti Rahasia" });

        var answer = (await host.Client("bot-key-of-twenty-characters").PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay"))
            .Is(HttpStatusCode.OK);

        Assert.DoesNotContain("Rahasia", answer.Body, StringComparison.Ordinal);
        Assert.Equal("matched", answer.Text("outcome"));
    }

    [Fact]
    public async Task A_hundred_reports_on_one_payment_settle_it_once()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay")));

        Assert.Equal(1, answers.Count(answer => answer.Is(HttpStatusCode.OK).Text("outcome") == "matched"));
        Assert.Equal(99, answers.Count(answer => answer["review"].GetString() == "paid_twice"));
    }

    private static async Task<int> RawAsync(TestHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Root.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? "";
        return int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class AttackOnMariaDb(MariaDb database) : AttackTests(database);

public sealed class AttackOnSqlite(SqliteFile database) : AttackTests(database), IClassFixture<SqliteFile>;
