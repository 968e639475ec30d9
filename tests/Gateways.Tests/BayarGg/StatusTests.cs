using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.BayarGg;

public sealed class StatusTests
{
    [Fact]
    public async Task B5_the_recorded_status_confirms_a_payment_with_its_final_amount()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked());
        var paid = Assert.IsType<StatusResult.Paid>(await bench.CheckAsync());
        Assert.Equal((50_347, new DateTimeOffset(2026, 4, 16, 5, 25, 30, TimeSpan.Zero), Bayar.Invoice),
            (paid.Amount, paid.At, paid.Reference));
        var asked = bench.Stub.Requests.Single();
        Assert.Equal(("GET", $"/api/check-payment.php?invoice={Bayar.Invoice}", "fake-api-key-0001"),
            (asked.Method, asked.Target, asked.Headers["X-API-Key"]));
    }

    [Fact]
    public async Task B5_the_money_keeps_one_reference_whether_or_not_the_gateway_knows_its_own_yet()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked(("\"TRX123456789\"", "null")));
        Assert.Equal(Bayar.Invoice, Assert.IsType<StatusResult.Paid>(await bench.CheckAsync()).Reference);
    }

    [Theory]
    [InlineData(Bayar.Invoice, "PAY-admin-1234567890-XYZ999")]
    [InlineData("\"final_amount\": 50347,", "")]
    [InlineData("50347", "\"50.347\"")]
    [InlineData("\"paid\"", "\"resting\"")]
    [InlineData("\"success\": true", "\"success\": false")]
    public async Task F34_B5_another_invoice_or_an_amount_that_cannot_be_read_confirms_nothing(string old, string @new)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked((old, @new)));
        var result = await bench.CheckAsync();
        // What is no whole rupiah is no JSON of this shape, so it may not be BAYAR GG at all that answers.
        if (@new.Contains('.', StringComparison.Ordinal)) Assert.IsType<StatusResult.Unknown>(result);
        else Assert.Equal(@new == "\"resting\"" ? "resting" : null, Assert.IsType<StatusResult.Unreadable>(result).Word);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("paid")]
    public async Task F09_what_the_create_would_have_said_is_told_with_the_status(string status)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked(("\"paid\"", $"\"{status}\"")));
        var result = await bench.CheckAsync();
        Assert.Equal(new FoundAttempt
        {
            TotalAmount = 50_347, RedirectUrl = new Uri($"https://www.bayar.gg/pay?invoice={Bayar.Invoice}"),
            ExpiresAt = new DateTimeOffset(2026, 4, 16, 12, 30, 0, Wib.Offset),
        }, (result as StatusResult.Pending)?.Found ?? (result as StatusResult.Paid)?.Found);
    }

    [Fact]
    public async Task B5_another_amount_is_told_as_it_is_for_the_books_to_judge()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked(("50347", "1000")));
        Assert.Equal(1_000, Assert.IsType<StatusResult.Paid>(await bench.CheckAsync()).Amount);
    }

    [Theory]
    [InlineData("expired", AttemptEnd.Expired)]
    [InlineData("cancelled", AttemptEnd.Cancelled)]
    [InlineData("EXPIRED", AttemptEnd.Expired)]
    public async Task B9_an_end_is_found_by_asking(string status, AttemptEnd end)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked(("\"paid\"", $"\"{status}\"")));
        Assert.Equal(new StatusResult.Ended(end), await bench.CheckAsync());
    }

    [Theory]
    [InlineData("refunded", ReversalKind.Refund)]
    [InlineData("Chargeback", ReversalKind.Chargeback)]
    [InlineData("reversed", ReversalKind.Void)]
    public async Task F01_a_word_for_money_that_went_back_is_told_as_that(string status, ReversalKind kind)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked(("\"paid\"", $"\"{status}\"")));
        Assert.Equal(kind, Assert.IsType<StatusResult.Reversed>(await bench.CheckAsync()).Kind);
    }

    [Fact]
    public async Task B9_pending_stays_pending()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked(("\"paid\"", "\"pending\"")));
        Assert.Null(Assert.IsType<StatusResult.Pending>(await bench.CheckAsync()).ProviderRef);
    }

    [Fact]
    public async Task B18_a_status_under_data_with_texts_for_amounts_is_read_too()
    {
        await using var bench = await Bayar.StartAsync(GatewayReply.Json($$$"""{"success":true,"data":{{{Fixture.Read("bayar-gg/checked.json").Replace("50347", "\"50347\"", StringComparison.Ordinal)}}} }"""));
        Assert.Equal(50_347, Assert.IsType<StatusResult.Paid>(await bench.CheckAsync()).Amount);
    }

    [Fact]
    public async Task B19_an_invoice_is_opaque_and_encoded()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Checked((Bayar.Invoice, "A&b=c d/é")));
        Assert.IsType<StatusResult.Paid>(await bench.CheckAsync("A&b=c d/é"));
        Assert.Equal("/api/check-payment.php?invoice=A%26b%3Dc%20d%2F%C3%A9", bench.Stub.Requests.Single().Target);
    }

    [Fact]
    public async Task B10_too_many_requests_are_passed_on_with_the_wish()
    {
        await using var bench = await Bayar.StartAsync(GatewayReply.TooMany(45));
        Assert.Equal(TimeSpan.FromSeconds(45), Assert.IsType<StatusResult.Unknown>(await bench.CheckAsync()).RetryAfter);
    }

    [Theory]
    [InlineData(401, """{"success":false,"error":"Unauthorized"}""", typeof(StatusResult.Unknown))]
    [InlineData(404, """{"success":false,"error":"Not found"}""", typeof(StatusResult.NotFound))]
    [InlineData(404, "<html>404</html>", typeof(StatusResult.Unknown))]
    [InlineData(500, """{"success":false,"error":"x"}""", typeof(StatusResult.Unknown))]
    [InlineData(200, "<html>maintenance</html>", typeof(StatusResult.Unknown))]
    public async Task G5_only_a_clear_answer_decides(int status, string body, Type expected)
    {
        await using var bench = await Bayar.StartAsync(GatewayReply.Json(body, status));
        Assert.IsType(expected, await bench.CheckAsync());
    }

    private const string Row = """{"invoice_id":"PAY-admin-1234567890-ABC123","amount":50000,"final_amount":50347,"status":"pending","payment_method":"qris","paid_at":null,"created_at":"2026-01-01 12:00:03"}""";

    private static GatewayReply Listed(int total, params string[] rows) =>
        GatewayReply.Json($$$"""{"success":true,"data":[{{{string.Join(',', rows)}}}],"pagination":{"page":1,"limit":10,"total":{{{total}}},"total_pages":1}}""");

    private static Task<ProviderBench> SearchedAsync(GatewayReply list, string status = "pending") =>
        Bayar.StartAsync(request => request.Target.Contains("list-payments", StringComparison.Ordinal)
            ? list
            : Bayar.Checked(("\"paid\"", $"\"{status}\"")));

    [Fact]
    public async Task B17_a_payment_whose_answer_got_lost_is_found_by_our_reference_in_its_description()
    {
        var created = Bayar.Created(TestQris.For(50_000), null).CutInTheMiddle();
        await using var bench = await Bayar.StartAsync(request => request.Method == "POST" ? created
            : Bayar.IsMethods(request)
                ? Bayar.Methods
                : request.Target.Contains("list-payments", StringComparison.Ordinal)
                    ? Listed(1, Row)
                    : Bayar.Checked(("\"paid\"", "\"pending\"")));
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(50_000) with { Description = "Pembayaran Produk A" }));
        Assert.Equal($"Pembayaran Produk A ({Requests.AttemptId})", bench.Create().Json().GetProperty("description").GetString());

        Assert.Equal(Bayar.Invoice, Assert.IsType<StatusResult.Pending>(await bench.CheckAsync(invoice: null)).ProviderRef);

        Assert.Equal($"/api/list-payments.php?search={Requests.AttemptId}&start_date=2026-01-01&page=1&limit=10",
            bench.Stub.Requests[^2].Target);
        Assert.Equal($"/api/check-payment.php?invoice={Bayar.Invoice}", bench.Stub.Requests[^1].Target);
    }

    [Fact]
    public async Task B17_a_lost_payment_that_is_paid_is_told_with_its_invoice()
    {
        await using var bench = await SearchedAsync(Listed(1, Row), "paid");
        var paid = Assert.IsType<StatusResult.Paid>(await bench.CheckAsync(invoice: null));
        Assert.Equal((50_347, Bayar.Invoice, Bayar.Invoice), (paid.Amount, paid.ProviderRef, paid.Reference));
    }

    [Fact]
    public async Task B17_none_found_means_that_none_was_made()
    {
        await using var bench = await SearchedAsync(Listed(0));
        Assert.IsType<StatusResult.NotFound>(await bench.CheckAsync(invoice: null));
    }

    [Fact]
    public async Task B17_a_list_that_does_not_search_finds_nobody_elses_payment()
    {
        GatewayReply[] lists =
        [
            Listed(2, Row, Row.Replace("ABC123", "ABC124", StringComparison.Ordinal)),
            Listed(42, Row),
            Listed(1, Row.Replace("\"amount\":50000", "\"amount\":50001", StringComparison.Ordinal)),
            Listed(1, Row.Replace("12:00:03", "12:20:03", StringComparison.Ordinal)),
            Listed(1, Row.Replace("12:00:03", "11:40:03", StringComparison.Ordinal)),
            GatewayReply.Json(Fixture.Read("bayar-gg/listed.json")),
        ];
        foreach (var list in lists)
        {
            await using var bench = await SearchedAsync(list, "paid");
            Assert.IsType<StatusResult.Unreadable>(await bench.CheckAsync(invoice: null));
        }
    }
}
