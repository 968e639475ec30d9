using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Web;

/// <summary>
/// F17: U+202E in a name makes "evil" read "live" and moves the digits beside it. Such characters stop at the door, and what came past it
/// (rows of before, plugins) stops at each output; names of scripts that run from right to left stay, each in an element of its own.
/// </summary>
public abstract class HostileTextTests(Database database) : ModuleTests(database)
{
    private const string Rlo = "\u202E";
    private const string Hidden = "\u200B\u2066\u3164";
    private const string Hebrew = "קפה חזק";

    [Fact]
    public async Task F17_at_the_door_the_API_drops_what_is_not_seen_and_keeps_every_script()
    {
        var host = await StartAsync();
        var made = await host.Api.CreateAsync(25_000, Hostile);

        Assert.Equal("evil order", made.Text("description"));
        Assert.Equal("evil name", made["customer"].GetProperty("name").GetString());
        Assert.Equal(["Kopi 000.52pR", Hebrew], made["items"].EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        // Programs read it, and it is handed back as it was sent.
        Assert.Equal(Rlo + "note", made["metadata"].GetProperty("k").GetString());
        Assert.Equal("evil name", await Database.ScalarAsync<string>("SELECT customer_name FROM qris_payments"));
        // A changed order is told from what was kept, so the same request is the same order.
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(25_000, body =>
        {
            Hostile(body);
            body["order_id"] = made.Text("order_id");
        }))).IsProblem(HttpStatusCode.Conflict, "order_has_open_payment");
    }

    [Fact]
    public async Task F17_at_the_door_the_shops_own_code_credits_and_refunds_are_read_alike()
    {
        var host = await StartAsync();
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();
        var made = Assert.IsType<CreateResult.Created>(await payments.CreateAsync(new NewPayment
        {
            OrderId = "A-1", Amount = 25_000, Description = Rlo + "evil", Customer = new Customer { Name = Rlo + "evil" },
            Items = [new PaymentItem { Id = "k" + Hidden, Name = Rlo + "Kopi", Price = 25_000 }],
        })).New;
        Assert.Equal(("evil", "evil", "k", "Kopi"), (made.Description, made.Customer!.Name, made.Items[0].Id, made.Items[0].Name));
        foreach (var order in new[] { "A" + Rlo + "1", "A\u200B1", "A\u3164" })
        {
            var refused = Assert.IsType<CreateResult.Invalid>(await payments.CreateAsync(
                new NewPayment { OrderId = order, Amount = 1_000 }));
            Assert.Equal("order_id", Assert.Single(refused.Faults).Field);
        }

        var credit = JsonNode.Parse($$"""{"account":"static-qris","external_ref":"B-1","amount":77123,"at":"2026-01-01T12:00:00"}""")!;
        credit["description"] = "TRSF " + Rlo + "BUDI";
        Assert.Equal("TRSF BUDI", (await host.Api.PostAsync("/api/v1/credits", credit)).Is(HttpStatusCode.Created).Text("description"));

        await host.Api.PostAsync($"/api/v1/sandbox/payments/{made.Id}/pay");
        var reason = new NewRefund { Amount = 1_000, Reason = Rlo + "habis", Reference = "T-1" };
        Assert.Equal("habis", Assert.IsType<RefundResult.Made>(await payments.RefundAsync(made.Id, reason)).Refund.Reason);
        foreach (var (wrong, field) in new[]
        {
            (reason with { Reference = "T-2" + Rlo }, "reference"), (reason with { Reason = Rlo + Hidden, Reference = "T-3" }, "reason"),
        })
            Assert.Equal(field, Assert.Single(Assert.IsType<RefundResult.Invalid>(await payments.RefundAsync(made.Id, wrong)).Faults).Field);
        var own = await host.Api.CreateAsync();
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{own.Text("id")}/pay");
        var asked = (await host.Api.RefundAsync(own.Text("id")!, 1_000, Rlo + "rusak", "T-4")).Is(HttpStatusCode.Created);
        Assert.Equal("rusak", asked.Text("reason"));
        (await host.Api.RefundAsync(own.Text("id")!, 1_000, "rusak", "T" + Rlo)).IsProblem(
            HttpStatusCode.UnprocessableEntity, "invalid_request", "reference");
    }

    [Fact]
    public async Task F17_no_page_receipt_or_answer_shows_what_came_past_the_door()
    {
        var host = await StartAsync();
        var pending = await host.Api.CreateAsync(25_000, Hostile);
        var paid = (await host.Api.CreateAsync(25_000, Hostile)).Text("id")!;
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{paid}/pay");
        await host.Api.RefundAsync(paid, 1_000, "habis", "T-1");
        await host.Api.ReportAsync("B-1", 77_123, Clock.GetUtcNow());
        // Rows of before, and texts of plugins.
        await using (var connection = await Database.OpenAsync())
        {
            await connection.ExecuteAsync("UPDATE qris_payments SET customer_name = @text, description = @text, "
                + "items = REPLACE(items, 'Kopi', @text)", new { text = $"{Rlo}evil{Hidden}" });
            await connection.ExecuteAsync("UPDATE qris_attempts SET error = @text, instructions = @text", new { text = $"{Rlo}evil" });
            await connection.ExecuteAsync("UPDATE qris_credits SET description = @text", new { text = $"{Rlo}evil" });
            await connection.ExecuteAsync("UPDATE qris_refunds SET reason = @text", new { text = $"{Rlo}evil" });
        }
        var credit = await Database.ScalarAsync<string>("SELECT id FROM qris_credits WHERE external_ref = 'B-1'");
        using var visitor = host.Client(key: null);
        using var owner = new ConsoleBrowser(host);
        var bodies = new Dictionary<string, string>();
        foreach (var path in new[] { $"/pay/{pending.Text("id")}", $"/pay/{paid}", $"/pay/{paid}/receipt", $"/pay/{paid}/receipt.txt" })
            bodies[path] = (await visitor.GetAsync(path)).Is(HttpStatusCode.OK).Body;
        foreach (var page in new[]
        {
            "", "/payments", $"/payments/{paid}", $"/payments/{pending.Text("id")}", "/money/unmatched", $"/credits/{credit}",
        })
            bodies["/admin" + page] = await owner.PageAsync(page);

        foreach (var (path, body) in bodies)
        {
            var text = WebUtility.HtmlDecode(body);
            Assert.Contains("evil", text + (path.EndsWith("/admin", StringComparison.Ordinal) ? "evil" : ""), StringComparison.Ordinal);
            Assert.True(text.All(c => !(Rlo + Hidden).Contains(c)), $"{path} shows what is not seen");
        }
        // Isolated where it is HTML, and where it is text on a line that the amount ends.
        foreach (var path in new[] { $"/pay/{pending.Text("id")}", $"/pay/{paid}/receipt" })
            Assert.Contains($"<bdi>{Hebrew}</bdi>", WebUtility.HtmlDecode(bodies[path]), StringComparison.Ordinal);
        Assert.Contains("<bdi>evil</bdi>", bodies[$"/admin/payments/{paid}"], StringComparison.Ordinal);
        Assert.Matches(@"(?m)^evil 000\.52pR +Rp25\.000\r?$", bodies[$"/pay/{paid}/receipt.txt"]);
        Assert.Contains(Hebrew, bodies[$"/pay/{paid}/receipt.txt"], StringComparison.Ordinal);
        Assert.Equal("evil", (await host.Api.PaymentAsync(pending.Text("id")!)).Text("instructions"));
    }

    [Fact]
    public async Task F17_a_code_whose_merchant_turns_the_line_is_named_without_it()
    {
        var host = await StartAsync();
        var qris = Qris.Static;
        var turned = (await host.Api.PostAsync("/api/v1/qr/inspect", new JsonObject
        {
            // In the place of its first character; the checksum is then wrong, which the tool says, too.
            ["qris"] = qris.Replace(MerchantOf(qris), Rlo + MerchantOf(qris)[1..], StringComparison.Ordinal),
        })).Is(HttpStatusCode.OK);

        Assert.Equal(MerchantOf(qris)[1..], turned.Text("merchant_name"));
        Assert.Contains("\\u202E", turned.Body, StringComparison.OrdinalIgnoreCase);
    }

    private static string MerchantOf(string qris) => QrisPayments.Codec.QrisInspector.Inspect(qris).MerchantName!;

    private static void Hostile(JsonObject body)
    {
        body["description"] = Rlo + "evil" + Hidden + " order";
        body["customer"] = new JsonObject { ["name"] = Rlo + "evil name" };
        body["items"] = new JsonArray(
            new JsonObject { ["name"] = $"Kopi {Rlo}000.52pR", ["price"] = 25_000, ["quantity"] = 1 },
            new JsonObject { ["name"] = Hebrew, ["price"] = 0, ["quantity"] = 1 });
        body["metadata"] = new JsonObject { ["k"] = Rlo + "note" };
    }
}

[Collection(OnMariaDb.Name)]
public sealed class HostileTextOnMariaDb(MariaDb database) : HostileTextTests(database);

public sealed class HostileTextOnSqlite(SqliteFile database) : HostileTextTests(database), IClassFixture<SqliteFile>;
