using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using QrisPayments.Apps;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Api;

/// <summary>Who may do what. One database is enough: access is decided before any SQL of the dialects differs.</summary>
public sealed class AccessTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    private static readonly (string, string?)[] Shops =
    [
        ("QrisPayments:Apps:1:Code", "plain"),
        ("QrisPayments:Apps:1:Key", "plain-key"),
        ("QrisPayments:Apps:2:Code", "reader"),
        ("QrisPayments:Apps:2:Key", "reader-key"),
        ("QrisPayments:Apps:2:Scopes:0", "ledger:write"),
    ];

    public static TheoryData<string, string> Routes => new()
    {
        { "POST", "/api/v1/payments" },
        { "GET", "/api/v1/payments" },
        { "GET", "/api/v1/payments/pay_x" },
        { "GET", "/api/v1/payments/pay_x/events" },
        { "POST", "/api/v1/payments/pay_x/cancel" },
        { "POST", "/api/v1/payments/pay_x/refunds" },
        { "GET", "/api/v1/payments/pay_x/refunds" },
        { "POST", "/api/v1/sandbox/payments/pay_x/refund" },
        { "POST", "/api/v1/credits" },
        { "POST", "/api/v1/qr/inspect" },
        { "POST", "/api/v1/qr/convert" },
        { "POST", "/api/v1/sandbox/payments/pay_x/pay" },
        { "POST", "/api/v1/sandbox/credits" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Without_a_key_or_with_a_wrong_one_nothing_is_answered(string method, string path)
    {
        var host = await StartAsync();
        foreach (var authorization in new[] { null, "Bearer wrong-key", "Bearer", "Bearer ", "Basic ZGVtbzpkZW1vLWtleQ==", "demo-key",
            "Bearer demo-key2", "Bearer Demo-Key", "Bearer dem\u00f6-key" })
        {
            var request = new HttpRequestMessage(new HttpMethod(method), "/qris" + path);
            if (method == "POST")
                request.Content = new StringContent("{", new MediaTypeHeaderValue("application/json"));
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);

            var answer = (await host.Client(key: null).SendAsync(request)).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");

            Assert.Contains(answer.Response.Headers.WwwAuthenticate, h => h.Scheme == "Bearer");
        }
    }

    [Theory]
    [InlineData("/api/v1/credits")]
    [InlineData("/api/v1/sandbox/credits")]
    public async Task An_app_without_the_scope_may_not_report_money(string path)
    {
        var host = await StartAsync(Shops);
        var body = new JsonObject
        {
            ["account"] = "static-qris", ["external_ref"] = "r", ["amount"] = 50_001, ["at"] = "2026-01-01T12:00:00"
        };

        (await host.Client("plain-key").PostAsync(path, body)).IsProblem(HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
    }

    [Fact]
    public async Task An_app_without_the_scope_may_not_simulate_money_for_its_own_payment()
    {
        var host = await StartAsync(Shops);
        var plain = host.Client("plain-key");
        var payment = await plain.CreateAsync();

        (await plain.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay")).IsProblem(HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal("pending", (await plain.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Theory]
    [InlineData("POST", "/api/v1/payments/{id}/refunds")]
    [InlineData("GET", "/api/v1/payments/{id}/refunds")]
    [InlineData("POST", "/api/v1/sandbox/payments/{id}/refund")]
    public async Task An_app_without_the_scope_neither_makes_nor_reads_refunds_of_its_own_payment(string method, string path)
    {
        var host = await StartAsync(Shops);
        var plain = host.Client("plain-key");
        var request = new HttpRequestMessage(new HttpMethod(method),
            "/qris" + path.Replace("{id}", (await plain.CreateAsync()).Text("id"), StringComparison.Ordinal));
        if (method == "POST") request.Content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));

        (await plain.SendAsync(request)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Another_apps_payment_does_not_exist()
    {
        var host = await StartAsync(Shops);
        var plain = host.Client("plain-key");
        var own = await plain.CreateAsync();
        var id = (await host.Client("reader-key").CreateAsync()).Text("id");

        (await plain.GetAsync($"/api/v1/payments/{id}")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        (await plain.GetAsync($"/api/v1/payments/{id}/events")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        (await plain.CancelAsync(id!)).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        Assert.Equal([own.Text("id")], (await plain.GetAsync("/api/v1/payments")).Data.Select(p => p.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Two_apps_may_use_the_same_order_number()
    {
        var host = await StartAsync(Shops);
        await host.Client("plain-key").CreateAsync(50_000, b => b["order_id"] = "A-1");
        await host.Client("reader-key").CreateAsync(50_000, b => b["order_id"] = "A-1");
    }

    [Theory]
    [InlineData("pay_00000000000000000000000000")]
    [InlineData("pay_'%20OR%201=1--")]
    [InlineData("%F0%9F%92%A9")]
    [InlineData("x")]
    public async Task An_id_that_nobody_was_given_is_not_found(string id)
    {
        var host = await StartAsync();
        (await host.Api.GetAsync($"/api/v1/payments/{id}")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        (await host.Api.GetAsync($"/api/v1/payments/{id}/events")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        (await host.Api.CancelAsync(id)).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        (await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
    }

    [Fact]
    public async Task A_very_long_id_is_not_found()
    {
        var host = await StartAsync();
        (await host.Api.GetAsync($"/api/v1/payments/{new string('a', 4000)}")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/api/v2/payments", 404)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("DELETE", "/api/v1/payments", 405)]
    [InlineData("PUT", "/api/v1/payments/pay_x", 405)]
    public async Task What_is_not_there_is_not_there(string method, string path, int status)
    {
        var host = await StartAsync();
        var answer = await host.Api.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/qris" + path));
        answer.Is((HttpStatusCode)status);
    }

    [Fact]
    public async Task Who_asks_too_much_is_told_when_to_come_back()
    {
        var host = await StartAsync(("QrisPayments:Limits:RequestsPerSecond", "1"), ("QrisPayments:Limits:Burst", "5"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Api.GetAsync("/api/v1/payments")));

        Assert.InRange(answers.Count(a => a.Status == HttpStatusCode.OK), 5, 10);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a =>
        {
            a.IsProblem(HttpStatusCode.TooManyRequests, "rate_limited");
            Assert.True(a.Response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        });
    }
}
