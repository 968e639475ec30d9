using System.Net;
using System.Text.Json.Nodes;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Api;

/// <summary>Simulated money goes the way of real money, and exists only in sandbox mode.</summary>
public abstract class SandboxTests(Database database) : ModuleTests(database)
{
    [Fact]
    public async Task Pay_without_a_body_pays_the_total_now()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();

        var credit = (await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay")).Is(HttpStatusCode.OK);

        Assert.Equal("matched", credit.Text("outcome"));
        Assert.Equal(payment.Number("total_amount"), credit.Number("amount"));
        Assert.Equal("paid", credit["payment"].GetProperty("status").GetString());
        Assert.Equal("paid", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task Pay_with_another_amount_ends_unmatched_as_on_a_real_account()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();

        var credit = (await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay",
            new JsonObject { ["amount"] = 49_000 })).Is(HttpStatusCode.OK);

        Assert.Equal("unmatched", credit.Text("outcome"));
        Assert.Equal("pending", credit["payment"].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Pay_at_a_time_after_expiry_is_late()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        Clock.Advance(TimeSpan.FromMinutes(20));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");

        var late = (await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay")).Is(HttpStatusCode.OK);
        Assert.Equal("late", late.Text("review"));
        Assert.Equal("late", late["payment"].GetProperty("review").GetString());
    }

    [Fact]
    public async Task Pay_at_a_time_before_expiry_is_in_time_however_late_it_is_said()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        Clock.Advance(TimeSpan.FromMinutes(20));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");

        var credit = (await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay",
            new JsonObject { ["at"] = "2026-01-01T12:10:00" })).Is(HttpStatusCode.OK);
        Assert.Equal("matched", credit.Text("outcome"));
    }

    [Fact]
    public async Task Paying_twice_is_two_transfers()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var path = $"/api/v1/sandbox/payments/{payment.Text("id")}/pay";
        (await host.Api.PostAsync(path)).Is(HttpStatusCode.OK);

        Assert.Equal("paid_twice", (await host.Api.PostAsync(path)).Is(HttpStatusCode.OK).Text("review"));
    }

    [Fact]
    public async Task A_simulated_credit_is_a_credit()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var body = new JsonObject
        {
            ["account"] = "static-qris",
            ["external_ref"] = "sim-1",
            ["amount"] = payment.Number("total_amount"),
            ["at"] = "2026-01-01T12:00:00",
        };

        var first = (await host.Api.PostAsync("/api/v1/sandbox/credits", body)).Is(HttpStatusCode.Created);
        var second = (await host.Api.PostAsync("/api/v1/sandbox/credits", body)).Is(HttpStatusCode.OK);

        Assert.Equal("matched", first.Text("outcome"));
        Assert.Equal(first.Text("id"), second.Text("id"));
    }

    [Fact]
    public async Task In_live_mode_there_is_no_simulated_money()
    {
        var host = await StartAsync(("QrisPayments:Mode", "Live"));
        var payment = await host.Api.CreateAsync();

        Assert.True(payment["livemode"].GetBoolean());
        (await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay")).Is(HttpStatusCode.NotFound);
        (await host.Api.PostAsync("/api/v1/sandbox/credits", new JsonObject())).Is(HttpStatusCode.NotFound);
        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class SandboxOnMariaDb(MariaDb database) : SandboxTests(database);

public sealed class SandboxOnSqlite(SqliteFile database) : SandboxTests(database), IClassFixture<SqliteFile>;
