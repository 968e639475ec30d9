using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Payments;

/// <summary>What a create answers (DESIGN §8) and what an order may have.</summary>
public abstract class CreateTests(Database database) : ModuleTests(database)
{
    [Fact]
    public async Task The_answer_holds_every_member_of_the_document_and_no_null_where_a_value_belongs()
    {
        var host = await StartAsync();

        var payment = await host.Api.CreateAsync(50_000, b => b["order_id"] = "INV-2026/01#7");

        Assert.StartsWith("pay_", payment.Text("id"), StringComparison.Ordinal);
        Assert.Equal("INV-2026/01#7", payment.Text("order_id"));
        Assert.Equal("pending", payment.Text("status"));
        Assert.Null(payment.Text("review"));
        Assert.False(payment["livemode"].GetBoolean());
        Assert.Equal(50_000, payment.Number("amount"));
        Assert.Equal(0, payment.Number("fee"));
        Assert.Equal(50_000 + payment.Number("unique_code"), payment.Number("total_amount"));
        Assert.Equal("IDR", payment.Text("currency"));
        Assert.Equal("static-qris", payment.Text("provider"));
        Assert.Equal("qris", payment.Text("method"));
        Assert.Equal($"{host.Root}qris/pay/{payment.Text("id")}", payment.Text("payment_url"));
        Assert.EndsWith("qr.svg", payment.Text("qr_svg_url"), StringComparison.Ordinal);
        Assert.EndsWith("qr.png", payment.Text("qr_png_url"), StringComparison.Ordinal);
        // Jakarta writes its own zone.
        Assert.Equal("2026-01-01T12:15:00+07:00", payment.Text("expires_at"));
        Assert.Equal("2026-01-01T12:00:00+07:00", payment.Text("created_at"));
        Assert.Equal(JsonValueKind.Null, payment["paid_at"].ValueKind);
        Assert.Equal(JsonValueKind.Null, payment["paid_amount"].ValueKind);
        Assert.False(payment["late"].GetBoolean());
    }

    [Fact]
    public async Task The_qr_is_the_shops_own_code_with_the_total_put_in()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var qr = payment.Text("qr_string")!;

        Assert.True(Qris.HasTrueCrc(qr));
        Assert.Equal("12", Qris.Value(qr, "01"));
        Assert.Equal("360", Qris.Value(qr, "53"));
        Assert.Equal(payment["total_amount"].GetRawText(), Qris.Value(qr, "54"));
        Assert.Equal(Qris.Value(Qris.Static, "26"), Qris.Value(qr, "26"));
        Assert.Equal(Qris.Value(Qris.Static, "59"), Qris.Value(qr, "59"));
    }

    [Fact]
    public async Task The_location_of_the_new_payment_can_be_read()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();

        var read = await host.Api.PaymentAsync(payment.Text("id")!);

        Assert.Equal(payment.Body, read.Body);
    }

    [Fact]
    public async Task All_that_may_be_given_is_taken()
    {
        var host = await StartAsync();
        var body = JsonNode.Parse("""
            {
              "order_id": "INV-ÄÖ✓", "amount": 10000000, "description": "Kopi susu & roti \"bakar\"",
              "customer": { "name": "Siti Aminah", "email": "siti@contoh.id", "phone": "+62 812-3456-7890" },
              "items": [ { "id": "K1", "name": "Kopi", "price": 20000, "quantity": 2 }, { "name": "Diskon", "price": -1000, "quantity": 1 } ],
              "callback_url": "https://toko.contoh.id/callback", "redirect_url": "https://toko.contoh.id/terima-kasih",
              "provider": "static-qris", "method": "qris", "expires_in": 3600,
              "metadata": { "meja": "7" }, "a_field_of_tomorrow": { "x": [1, 2] }
            }
            """)!;

        var payment = (await host.Api.TryCreateAsync(body)).Is(HttpStatusCode.Created);

        Assert.Equal("INV-ÄÖ✓", payment.Text("order_id"));
        Assert.Equal(Clock.GetUtcNow().AddHours(1), payment.Time("expires_at"));
    }

    [Fact]
    public async Task An_order_with_an_open_payment_gets_no_second_one()
    {
        var host = await StartAsync();
        var open = await host.Api.CreateAsync(50_000, b => b["order_id"] = "A-1");

        var second = await host.Api.TryCreateAsync(ApiClient.NewPayment(50_000, b => b["order_id"] = "A-1"));

        second.IsProblem(HttpStatusCode.Conflict, "order_has_open_payment");
        Assert.Equal(open.Text("id"), second.Text("payment_id"));
    }

    [Fact]
    public async Task Twenty_creates_at_once_for_one_order_give_one_payment()
    {
        var host = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => host.Api.TryCreateAsync(ApiClient.NewPayment(50_000, b => b["order_id"] = "A-1"))));

        var created = Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        foreach (var refused in answers.Where(a => a != created))
        {
            refused.IsProblem(HttpStatusCode.Conflict, "order_has_open_payment");
            Assert.Equal(created.Text("id"), refused.Text("payment_id"));
        }
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reservations"));
    }

    [Fact]
    public async Task An_order_whose_payment_has_ended_gets_another()
    {
        var host = await StartAsync();
        var first = await host.Api.CreateAsync(50_000, b => b["order_id"] = "A-1");
        (await host.Api.CancelAsync(first.Text("id")!)).Is(HttpStatusCode.OK);

        var second = await host.Api.CreateAsync(50_000, b => b["order_id"] = "A-1");

        Assert.NotEqual(first.Text("id"), second.Text("id"));
    }

    [Fact]
    public async Task Order_numbers_differ_by_case_and_accent()
    {
        var host = await StartAsync();
        foreach (var order in new[] { "inv-a", "INV-A", "inv-á" })
            await host.Api.CreateAsync(50_000, b => b["order_id"] = order);
    }

    [Fact]
    public async Task Ids_cannot_be_guessed()
    {
        var host = await StartAsync();
        var ids = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Api.CreateAsync()))).Select(p => p.Text("id")!).ToList();

        // 128 random bits take at least 22 characters of base 64 or 26 of base 32.
        Assert.All(ids, id => Assert.True(id.Length >= "pay_".Length + 22, id));
        Assert.Equal(20, ids.Select(id => id[..12]).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_provider_a_create_says_so()
    {
        var host = await TestHost.StartAsync(Database, Clock, settings: [("QrisPayments:Providers:static-qris:Qris", null)]);
        Owned(host);

        (await host.Api.TryCreateAsync(ApiClient.NewPayment())).IsProblem(HttpStatusCode.ServiceUnavailable, "provider_unavailable");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class CreateOnMariaDb(MariaDb database) : CreateTests(database);

public sealed class CreateOnSqlite(SqliteFile database) : CreateTests(database), IClassFixture<SqliteFile>;
