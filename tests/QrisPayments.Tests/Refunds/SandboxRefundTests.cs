using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>Simulated money goes back at once, and no gateway hears of it.</summary>
public abstract class SandboxRefundTests(Database database) : ModuleTests(database)
{
    private static async Task<string> PaidAsync(TestHost host)
    {
        var id = (await host.Api.CreateAsync()).Text("id")!;
        (await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay")).Is(HttpStatusCode.OK);
        return id;
    }

    [Fact]
    public async Task Simulated_money_is_refunded_by_the_sandbox_at_once()
    {
        var host = await StartAsync();
        var id = await PaidAsync(host);

        var refund = (await host.Api.RefundAsync(id, 20_000)).Is(HttpStatusCode.Created);

        Assert.Equal(("done", "sandbox", JsonValueKind.Null), (refund.Text("status"), refund.Text("by"), refund["reference"].ValueKind));
        Assert.Equal(20_000, (await host.Api.PaymentAsync(id)).Number("refunded_amount"));
    }

    [Fact]
    public async Task The_sandbox_route_refunds_all_or_a_part_and_no_more()
    {
        var host = await StartAsync();
        var id = await PaidAsync(host);
        var path = $"/api/v1/sandbox/payments/{id}/refund";

        (await host.Api.PostAsync(path, new JsonObject { ["amount"] = 20_000 })).Is(HttpStatusCode.Created);
        (await host.Api.PostAsync(path)).Is(HttpStatusCode.Created);

        (await host.Api.PostAsync(path)).IsProblem(HttpStatusCode.Conflict, "refund_too_much");
        var payment = await host.Api.PaymentAsync(id);
        Assert.Equal(payment.Number("paid_amount"), payment.Number("refunded_amount"));
    }

    [Fact]
    public async Task The_sandbox_route_honours_a_key()
    {
        var host = await StartAsync();
        var (id, other) = (await PaidAsync(host), await PaidAsync(host));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SimulateAsync(id, 5_000, "k")));

        Assert.Single(answers.Select(answer => answer.Is(HttpStatusCode.Created).Body).Distinct());
        Assert.Equal(5_000, (await host.Api.PaymentAsync(id)).Number("refunded_amount"));
        (await SimulateAsync(id, 6_000, "k")).IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (await SimulateAsync(other, 5_000, "k")).IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (await SimulateAsync(id, 5_000, "not a key")).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "Idempotency-Key");
        Assert.Single(await host.Api.RefundsAsync(id));

        Task<Answer> SimulateAsync(string paymentId, long amount, string key) => host.Api.PostAsync(
            $"/api/v1/sandbox/payments/{paymentId}/refund", new JsonObject { ["amount"] = amount }, key);
    }

    [Fact]
    public async Task The_sandbox_route_takes_no_transfers_number()
    {
        var host = await StartAsync();
        var id = await PaidAsync(host);

        for (var times = 0; times < 2; times++)
        {
            var refund = (await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/refund",
                new JsonObject { ["amount"] = 5_000, ["reference"] = "TRX-1" })).Is(HttpStatusCode.Created);
            Assert.Equal(("sandbox", JsonValueKind.Null), (refund.Text("by"), refund["reference"].ValueKind));
        }

        Assert.Equal(10_000, (await host.Api.PaymentAsync(id)).Number("refunded_amount"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class SandboxRefundTestsOnMariaDb(MariaDb database) : SandboxRefundTests(database);

public sealed class SandboxRefundTestsOnSqlite(SqliteFile database) : SandboxRefundTests(database), IClassFixture<SqliteFile>;
