using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>A changed order at a gateway that is asked for each payment: the former one is called off there, too.</summary>
public abstract class ReplacingTests(Database database) : GatewayTests(database)
{
    private static readonly string[] Capabilities = ["IQueryStatus", "IReceiveWebhooks", "ICancelAttempts"];

    private static JsonObject Body(long amount) => new()
    {
        ["order_id"] = "R1", ["amount"] = amount, ["provider"] = "stub", ["replace"] = true,
    };

    [Fact]
    public async Task F04_the_gateway_is_asked_to_call_the_former_payment_off()
    {
        var host = await StartAsync(Capabilities);
        var old = (await host.Api.TryCreateAsync(Body(50_000))).Is(HttpStatusCode.Created);
        var reference = await ReferenceAsync(old.Text("id")!);

        var next = (await host.Api.TryCreateAsync(Body(65_000), "key-1")).Is(HttpStatusCode.Created);

        Assert.Equal((old.Text("id"), 65_000L), (next.Text("replaces"), next.Number("amount")));
        await AskedToCancelAsync(reference);
        Assert.Equal(next.Text("id"), (await host.Api.PaymentAsync(old.Text("id")!)).Text("replaced_by"));
        // What the gateway says of it afterwards pays neither of them.
        (await TellAsync(host, $"{reference}|paid {old.Number("total_amount")} {Now}")).Is(HttpStatusCode.OK);
        _gateway.Status = _ => $"paid {old.Number("total_amount")} {Now}";
        (await TellAsync(host, $"{reference}|paid {old.Number("total_amount")} {Now}")).Is(HttpStatusCode.OK);
        await host.Api.WaitForReviewAsync(old.Text("id")!, "replaced");
        Assert.Equal("cancelled", (await host.Api.PaymentAsync(old.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task F04_the_gateway_is_asked_after_the_commit_of_the_hosts_transaction()
    {
        var host = await StartAsync(Capabilities);
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();
        var order = new NewPayment { OrderId = "R1", Amount = 50_000, Provider = "stub", Replace = true };
        var old = (await payments.CreateAsync(order)).Payment!;
        var reference = await ReferenceAsync(old.Id);
        await using (var connection = await Database.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            Assert.Equal(old.Id, (await payments.CreateAsync(order with { Amount = 65_000 }, transaction)).Payment!.Replaces);
            Assert.DoesNotContain($"status cancel-{reference}", _gateway.Asked);
            await transaction.CommitAsync();
        }

        await AskedToCancelAsync(reference);
    }

    [Fact]
    public async Task F04_if_the_gateway_declines_the_new_payment_the_order_has_none_open_and_may_ask_again()
    {
        var host = await StartAsync(Capabilities);
        var old = (await host.Api.TryCreateAsync(Body(50_000))).Is(HttpStatusCode.Created);
        _gateway.Create = _ => Task.FromResult<string?>("no");
        (await host.Api.TryCreateAsync(Body(65_000), "key-1")).IsProblem(HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        _gateway.Create = words => Task.FromResult<string?>($"gw-{words[0]} {words[1]}");

        var next = (await host.Api.TryCreateAsync(Body(65_000), "key-1")).Is(HttpStatusCode.Created);

        Assert.Null(next.Text("replaces"));
        Assert.Equal("cancelled", (await host.Api.PaymentAsync(old.Text("id")!)).Text("status"));
    }

    private async Task<string> ReferenceAsync(string paymentId) =>
        (await Database.ScalarAsync<string>("SELECT provider_ref FROM qris_attempts WHERE payment_id = @paymentId", new { paymentId }))!;

    private Task<bool> AskedToCancelAsync(string reference) => Wait.UntilAsync(
        () => Task.FromResult(_gateway.Asked.Contains($"status cancel-{reference}")), asked => asked, "the gateway is asked to cancel");
}

[Collection(OnMariaDb.Name)]
public sealed class ReplacingOnMariaDb(MariaDb database) : ReplacingTests(database);

public sealed class ReplacingOnSqlite(SqliteFile database) : ReplacingTests(database), IClassFixture<SqliteFile>;
