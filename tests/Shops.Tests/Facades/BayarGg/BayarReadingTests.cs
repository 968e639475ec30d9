using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests;

/// <summary>check-payment, list-payments and get-statistics.</summary>
public abstract class BayarReadingTests(Database database) : BayarTests(database)
{
    [Fact]
    public async Task A_check_is_flat_and_says_when_and_by_what_it_was_paid()
    {
        await StartGatewayAsync();
        var payment = await CreateAsync(method: "gopay_qris");
        var invoice = Text(payment, "invoice_id");
        var before = await CheckAsync(invoice);
        Assert.Equal("{success:bool invoice_id:string status:string amount:number final_amount:number payment_method:string paid_at:null "
            + "paid_reff_num:null expires_at:string}", Shape(before.Json));
        Assert.Equal((invoice, "pending", 50_000, Number(payment, "final_amount")),
            (before.Text("invoice_id"), before.Text("status"), before.Number("amount"), before.Number("final_amount")));
        Clock.Advance(TimeSpan.FromSeconds(330));
        await PayAsync(payment, "TRX123456789");
        var after = await CheckAsync(invoice);
        Assert.Equal("{success:bool invoice_id:string status:string amount:number final_amount:number payment_method:string "
            + "paid_at:string paid_reff_num:string expires_at:string}", Shape(after.Json));
        Assert.Equal(("paid", "gopay_qris", "2026-01-01 12:05:30", "TRX123456789", "2026-01-01 12:15:00", Number(payment, "final_amount")),
            (after.Text("status"), after.Text("payment_method"), after.Text("paid_at"), after.Text("paid_reff_num"),
                after.Text("expires_at"), after.Number("final_amount")));
    }

    [Fact]
    public async Task Late_money_waits_for_a_person_and_the_client_with_it()
    {
        await StartGatewayAsync();
        var payment = await CreateAsync();
        Clock.Advance(TimeSpan.FromMinutes(16));
        await Wait.UntilAsync(() => CheckAsync(Text(payment, "invoice_id")!), answer => answer.Text("status") == "expired",
            "it is expired");
        await ArriveAsync(Number(payment, "final_amount"), "TRX-LATE");
        await Wait.UntilAsync(() => CheckAsync(Text(payment, "invoice_id")!), answer => answer.Text("status") == "pending", "it waits");
        foreach (var (status, found) in new[] { ("pending", 1), ("expired", 0), ("paid", 0), ("cancelled", 0) })
            Assert.Equal(found, (await GetAsync("api/list-payments?status=" + status))["pagination"].GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_invoice_that_is_not_the_apps_own_is_unknown()
    {
        await StartGatewayAsync();
        var invoice = Text(await CreateAsync(), "invoice_id");
        Refused(await GetAsync("api/check-payment.php"), HttpStatusCode.BadRequest, "invoice");
        Refused(await GetAsync("api/check-payment.php?invoice="), HttpStatusCode.BadRequest, "invoice");
        Refused(await GetAsync("api/check-payment.php?invoice=PAY-admin-1234567890-ABC123"), HttpStatusCode.NotFound, "invoice");
        Refused(await GetAsync("api/check-payment.php?invoice=" + new string('A', 3000)), HttpStatusCode.NotFound);
        Refused(await GetAsync("api/check-payment.php?invoice[]=" + invoice), HttpStatusCode.BadRequest);
        Refused(await CallAsync("GET", "api/check-payment?invoice=" + invoice, null, Warung), HttpStatusCode.NotFound);
        Assert.Equal(0, (await CallAsync("GET", "api/list-payments", null, Warung))["pagination"].GetProperty("total").GetInt32());
        Assert.Equal(0, (await CallAsync("GET", "api/get-statistics", null, Warung)).Number("total_transactions"));
    }

    [Fact]
    public async Task An_expired_and_a_cancelled_payment_say_so()
    {
        await StartGatewayAsync();
        var cancelled = await CreateAsync();
        (await Host.Api.CancelAsync(await IdOfAsync(cancelled))).Is(HttpStatusCode.OK);
        var expired = await CreateAsync(60_000);
        Clock.Advance(TimeSpan.FromMinutes(16));
        await Wait.UntilAsync(() => CheckAsync(Text(expired, "invoice_id")), check => check.Text("status") == "expired", "it has expired");
        Assert.Equal("cancelled", (await CheckAsync(Text(cancelled, "invoice_id"))).Text("status"));
        Assert.Equal([Text(expired, "invoice_id")], await ListAsync("status=expired"));
        Assert.Equal([Text(cancelled, "invoice_id")], await ListAsync("status=cancelled"));
    }

    [Fact]
    public async Task A_list_shows_its_payments_newest_first_by_pages()
    {
        await StartGatewayAsync();
        var made = new List<string>();
        for (var i = 0; i < 23; i++)
        {
            made.Insert(0, Text(await CreateAsync(50_000 + 1_000 * i), "invoice_id"));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var first = (await GetAsync("api/list-payments.php")).Is(HttpStatusCode.OK);
        Assert.Equal("{success:bool data:[{invoice_id:string amount:number final_amount:number status:string payment_method:string "
            + "paid_at:null created_at:string}] "
            + "pagination:{page:number limit:number total:number total_pages:number}}", Shape(first.Json));
        Assert.Equal(made.Take(20), first.Data.Select(row => Text(row, "invoice_id")));
        Assert.Equal("2026-01-01 12:00:22", Text(first.Data[0], "created_at"));
        Assert.Equal((1, 20, 23, 2), Pagination(first));
        Assert.Equal(made.Skip(20), await ListAsync("page=2"));
        Assert.Equal(made.Skip(10).Take(10), await ListAsync("page=2&limit=10"));
        Assert.Equal((4, 10, 23, 3), Pagination(await GetAsync("api/list-payments.php?page=4&limit=10")));
        Assert.Empty(await ListAsync("page=4&limit=10"));
        // As PHP reads them: too large is the greatest, nonsense the usual.
        foreach (var (query, page, limit) in new[] { ("limit=101", 1, 100), ("limit=99999999999999999999", 1, 100),
            ("limit=0&page=0", 1, 20), ("limit=-5&page=-1", 1, 20), ("limit=abc&page=", 1, 20), ("limit=1.5", 1, 20) })
            Assert.Equal((page, limit),
                (Pagination(await GetAsync("api/list-payments.php?" + query)) is var (p, l, _, _) ? (p, l) : default));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("api/list-payments.php?page=99999999999")).Status);
    }

    private static (int, int, int, int) Pagination(Answer answer)
    {
        int Of(string name) => answer.Is(HttpStatusCode.OK)["pagination"].GetProperty(name).GetInt32();
        return (Of("page"), Of("limit"), Of("total"), Of("total_pages"));
    }

    [Fact]
    public async Task Lists_are_filtered_by_state_method_day_and_words()
    {
        await StartGatewayAsync();
        // 1 January, 23:59:59 in Jakarta, and a second later another day.
        Clock.Advance(new TimeSpan(11, 59, 59));
        var kopi = await CreateAsync(method: "gopay_qris", more: ""","description":"100% kopi_Dampit","customer_name":"Bu Sri","customer_email":"sri@example.com","customer_phone":"0812-777" """);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var tempe = await CreateAsync(60_000, more: ""","description":"Tempe","customer_name":"Pak <b>Budi</b>" """);
        await PayAsync(kopi);
        var (a, b) = (Text(kopi, "invoice_id"), Text(tempe, "invoice_id"));
        foreach (var (query, expected) in new (string, string[])[]
        {
            ("", [b, a]), ("status=paid", [a]), ("status=PENDING", [b]), ("status=", [b, a]), ("status=expired", []),
            ("payment_method=gopay_qris", [a]), ("payment_method=qris", [b]), ("payment_method=ovo", []), ("paid_via=gopay_qris", [a]),
            ("paid_via=qris", []),
            ("start_date=2026-01-02", [b]), ("end_date=2026-01-01", [a]), ("start_date=2026-01-01&end_date=2026-01-02", [b, a]),
            ("start_date=0001-01-01&end_date=9999-12-31", [b, a]),
            ("search=kopi_", [a]), ("search=100%25", [a]), ("search=budi", [b]), ("search=sri@example", [a]), ("search=0812-777", [a]),
            ("search=" + b, [b]),
            ("search=%25", [a]), ("search=' OR 1=1 --", []), ("search=%7C", []), ("search=%00", []), ("search=kopi_Dampit%00", []),
            ("search=100%00zzz", []), ("search=%00kopi", []), ("search=%07", []), ("search=%E2%80%8B", []), ("search=%C2%AD", []),
            ("status=paid&search=tempe", []), ("status=paid&payment_method=gopay_qris&limit=1", [a]),
        })
            Assert.True(expected.SequenceEqual(await ListAsync(query)), query);
        var row = (await GetAsync("api/list-payments.php?status=paid&page=1&limit=10")).Data.Single();
        Assert.Equal(("{invoice_id:string amount:number final_amount:number status:string payment_method:string "
            + "paid_at:string created_at:string}", "2026-01-02 00:00:00"), (Shape(row), Text(row, "paid_at")));
        foreach (var wrong in new[] { "status=lunas", "payment_method=bitcoin", "paid_via=x", "start_date=16-04-2026",
            "end_date=2026-02-30", "start_date=2026-04-16T00:00:00" })
            Refused(await GetAsync("api/list-payments.php?" + wrong), HttpStatusCode.BadRequest, wrong.Split('=')[0]);
    }

    [Fact]
    public async Task Statistics_count_what_was_made_in_a_period_and_break_down_what_was_paid()
    {
        // Sunday before New Year in Jakarta; the host has not started yet.
        Clock.Advance(TimeSpan.FromDays(-4));
        await StartGatewayAsync();
        var empty = await GetAsync("api/get-statistics.php");
        Assert.Equal("{success:bool period:string total_transactions:number total_amount:number total_paid:number breakdown:{}}",
            Shape(empty.Json));
        await CreateAsync(1_000, "qris");
        Clock.Advance(new TimeSpan(3, 12, 0, 0));
        await PayAsync(await CreateAsync(20_000, "gopay_qris"));
        await PayAsync(await CreateAsync(30_000, "qris"));
        // Sunday, 1 February, 23:59:59, then Monday and Tuesday.
        Clock.Advance(new TimeSpan(31, 23, 59, 59));
        await PayAsync(await CreateAsync(400_000, "qris"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await CreateAsync(5_000_000, "qris_bayar_gg");
        Clock.Advance(TimeSpan.FromDays(1));
        await PayAsync(await CreateAsync(60_000, "qris_user"));
        foreach (var (query, period, count, amount, paid, breakdown) in new[]
        {
            ("", "all", 6, 5_511_000, 4, "gopay_qris=1 qris=2 qris_user=1"),
            ("?period=all", "all", 6, 5_511_000, 4, "gopay_qris=1 qris=2 qris_user=1"),
            ("?period=year", "year", 5, 5_510_000, 4, "gopay_qris=1 qris=2 qris_user=1"),
            ("?period=month", "month", 3, 5_460_000, 2, "qris=1 qris_user=1"),
            ("?period=Week", "week", 2, 5_060_000, 1, "qris_user=1"), ("?period=today", "today", 1, 60_000, 1, "qris_user=1"),
        })
        {
            var sums = (await GetAsync("api/get-statistics.php" + query)).Is(HttpStatusCode.OK);
            Assert.Equal((period, count, amount, paid),
                (sums.Text("period"), (int)sums.Number("total_transactions"), (int)sums.Number("total_amount"),
                    (int)sums.Number("total_paid")));
            Assert.Equal(breakdown,
                string.Join(' ', sums["breakdown"].EnumerateObject().Select(method => $"{method.Name}={method.Value.GetInt64()}")
                    .Order(StringComparer.Ordinal)));
        }
        Refused(await GetAsync("api/get-statistics.php?period=decade"), HttpStatusCode.BadRequest, "period");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BayarReadingOnMariaDb(MariaDb database) : BayarReadingTests(database);

public sealed class BayarReadingOnSqlite(SqliteFile database) : BayarReadingTests(database), IClassFixture<SqliteFile>;
