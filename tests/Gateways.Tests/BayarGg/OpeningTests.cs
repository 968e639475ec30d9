using System.Text.Json;
using QrisPayments.BayarGg;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.BayarGg;

public sealed class OpeningTests
{
    private static readonly string Qr = TestQris.For(50_000);

    [Fact]
    public async Task The_first_shape_gives_a_qr()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr));

        var opened = Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000)));

        Assert.Equal(("BAYAR-1778029840-86EFB7", 50_000, Qr, null),
            (opened.ProviderRef, opened.TotalAmount, opened.QrPayload, opened.RedirectUrl));
        var asked = bench.Create();
        Assert.Equal(("POST", "fake-api-key-0001", "application/json"),
            (asked.Method, asked.Headers["X-API-Key"], asked.Headers["Content-Type"]));
        Assert.Equal(50_000, asked.Json().GetProperty("amount").GetInt64());
        Assert.Equal("qris_bayar_gg", asked.Json().GetProperty("payment_method").GetString());
        Assert.All(bench.Stub.Requests, request => Assert.DoesNotContain("fake-api-key", request.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task G11_the_recorded_samples_with_their_cut_off_qr_are_refused()
    {
        await using var bench = await Bayar.StartAsync(GatewayReply.Json(Fixture.Read("bayar-gg/created.json")));
        Assert.Equal("qr_refused", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(50_000))).Code);
        bench.Stub.Answer = request =>
            Bayar.IsMethods(request) ? Bayar.Methods : GatewayReply.Json(Fixture.Read("bayar-gg/created-qris-bayar-gg.json"));
        Assert.Equal("qr_refused", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(75_000))).Code);
    }

    [Theory]
    [InlineData(null, "https://www.bayar.gg/pay")]
    [InlineData("https://checkout.bayar.gg/v2", "https://checkout.bayar.gg/v2")]
    public async Task B1_payment_url_is_always_sent(string? setting, string sent)
    {
        await using var bench =
            await Bayar.StartAsync(Bayar.Created(Qr, Qr),
                settings => settings.PaymentUrl = setting is null ? settings.PaymentUrl : new Uri(setting));
        await bench.OpenAsync(Requests.Open(50_000));
        Assert.Equal(sent, bench.Create().Json().GetProperty("payment_url").GetString());
    }

    [Fact]
    public async Task B2_the_second_shape_sends_the_customer_to_the_page()
    {
        await using var bench = await Bayar.StartAsync(Bayar.CreatedWithoutQr, settings => settings.Method = BayarGgMethod.Automatic);
        var opened = Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000)));
        Assert.Equal((Bayar.Invoice, 50_347, $"https://www.bayar.gg/pay?invoice={Bayar.Invoice}"),
            (opened.ProviderRef, opened.TotalAmount, opened.RedirectUrl!.AbsoluteUri));
        Assert.False(bench.Create().Json().TryGetProperty("payment_method", out _));
    }

    public static TheoryData<string, StaticQr, string> Variants
    {
        get
        {
            var (right, wrong, printed) = (TestQris.For(50_000), TestQris.For(50_001), TestQris.Printed);
            const string Page = "https://www.bayar.gg/pay?invoice=A";
            // Shape, what the operator chose, what the customer sees.
            return new()
            {
                { Data(("qris_dynamic_string", right), ("qris_string", printed)), StaticQr.Page, "qr" },
                {
                    Data(("qris_converter", new { enabled = true, converted_qris = right, qr_image_url = "https://www.bayar.gg/x" }),
                        ("qris_string", printed)),
                    StaticQr.Gateway, "qr"
                },
                { Data(("qris_converter", true), ("qris_string", right)), StaticQr.Page, "qr" },
                { Answer("payment", null, ("qris_string", right)), StaticQr.Page, "qr" },
                { Data(("qris_string", printed), ("payment_url", Page)), StaticQr.Page, "page" },
                { Data(("qris_string", printed), ("payment_url", Page)), StaticQr.Here, "qr" },
                { Answer("data", Page, ("qris_converter", false), ("qris_string", null)), StaticQr.Here, "page" },
                { Data(("qris_string", printed)), StaticQr.Page, "nothing_to_show" },
                { Answer("data", "https://evil.example/pay?invoice=A"), StaticQr.Page, "nothing_to_show" },
                { Data(("qris_dynamic_string", wrong), ("payment_url", "https://www.bayar.gg/pay")), StaticQr.Page, "qr_refused" },
                { Data(("qris_string", wrong), ("payment_url", "https://www.bayar.gg/pay")), StaticQr.Here, "qr_refused" },
                {
                    """{"success":true,"data":{"final_amount":50000},"payment_url":"https://www.bayar.gg/pay"}""",
                    StaticQr.Page, "answer_incomplete"
                },
                {
                    """{"success":true,"data":{"invoice_id":"A"},"payment_url":"https://www.bayar.gg/pay"}""",
                    StaticQr.Page, "answer_incomplete"
                },
                { """{"success":true}""", StaticQr.Page, "answer_incomplete" },
            };
        }
    }

    private static string Data(params (string Name, object? Value)[] members) => Answer("data", null, members);

    /// <summary>What a create is answered with, for Rp50.000.</summary>
    /// <param name="under">The member that holds the payment.</param>
    /// <param name="page"><c>payment_url</c> beside it, or null for none.</param>
    /// <param name="members">The payment's, besides its id and amount.</param>
    private static string Answer(string under, string? page, params (string Name, object? Value)[] members)
    {
        var payment = new Dictionary<string, object?> { ["invoice_id"] = "A", ["final_amount"] = 50_000 };
        foreach (var (name, value) in members) payment[name] = value;
        var answer = new Dictionary<string, object?> { ["success"] = true, [under] = payment };
        if (page is not null) answer["payment_url"] = page;
        return JsonSerializer.Serialize(answer);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task B2_B16_the_qr_is_chosen_by_its_tags_and_not_by_the_method(string body, StaticQr staticQr, string seen)
    {
        await using var bench = await Bayar.StartAsync(GatewayReply.Json(body), settings => settings.StaticQr = staticQr);
        var result = await bench.OpenAsync(Requests.Open(50_000));
        Assert.Equal(seen, result switch
        {
            OpenResult.Opened { QrPayload: { } qr, RedirectUrl: null } when qr == Qr => "qr",
            OpenResult.Opened { QrPayload: null, RedirectUrl: not null } => "page",
            OpenResult.Rejected rejected => rejected.Code,
            _ => result.ToString(),
        });
        // Converted here, nobody else learns of it.
        Assert.DoesNotContain(bench.Stub.Requests, request => request.Target.Contains("qris-convert", StringComparison.Ordinal));
        Assert.Equal(staticQr == StaticQr.Gateway, bench.Create().Json().TryGetProperty("use_qris_converter", out _));
    }

    [Theory]
    [InlineData(50_000, true)]
    [InlineData(50_347, true)]
    [InlineData(51_326, true)]
    [InlineData(53_499, true)]
    [InlineData(53_500, false)]
    [InlineData(49_999, false)]
    public async Task F07_B3_the_final_amount_counts_as_long_as_it_is_plausible(long total, bool opens)
    {
        await using var bench =
            await Bayar.StartAsync(Bayar.Created(TestQris.For(total), null, ("\"final_amount\": 50000", $"\"final_amount\": {total}")));
        var result = await bench.OpenAsync(Requests.Open(50_000));
        if (opens) Assert.Equal(total, Assert.IsType<OpenResult.Opened>(result).TotalAmount);
        else Assert.Equal("total_refused", Assert.IsType<OpenResult.Rejected>(result).Code);
    }

    [Fact]
    public async Task B8_times_are_western_indonesian()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr));
        var opened = Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000)));
        Assert.Equal(new DateTimeOffset(2026, 4, 16, 5, 30, 0, TimeSpan.Zero), opened.ExpiresAt);
    }

    [Theory]
    [InlineData("\"expires_at\": \"2026-04-16 12:30:00\",\n", "")]
    [InlineData("2026-04-16 12:30:00", "0000-00-00 00:00:00")]
    public async Task B8_a_time_may_be_absent(string old, string @new)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr, (old, @new)));
        Assert.Null(Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000))).ExpiresAt);
    }

    [Theory]
    [InlineData(BayarGgMethod.GopayQris, "method_unavailable")]
    [InlineData(BayarGgMethod.QrisUser, null)]
    [InlineData(BayarGgMethod.Automatic, null)]
    public async Task B10_a_method_that_is_not_there_is_refused_before_anything_is_created(BayarGgMethod method, string? code)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr), settings => settings.Method = method);
        var result = await bench.OpenAsync(Requests.Open(50_000));
        Assert.Equal(code, (result as OpenResult.Rejected)?.Code);
        if (code is null) Assert.IsType<OpenResult.Opened>(result);
        else Assert.Contains("GoPay Merchant harus terhubung", ((OpenResult.Rejected)result).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B10_the_methods_are_asked_for_once_in_ten_minutes_by_all_together()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bench.OpenAsync(Requests.Open(50_000))));
        bench.Clock.Advance(TimeSpan.FromMinutes(9));
        await bench.OpenAsync(Requests.Open(50_000));
        Assert.Equal(1, bench.Stub.Requests.Count(Bayar.IsMethods));
        bench.Clock.Advance(TimeSpan.FromMinutes(2));
        await bench.OpenAsync(Requests.Open(50_000));
        Assert.Equal(2, bench.Stub.Requests.Count(Bayar.IsMethods));
    }

    [Fact]
    public async Task B10_a_list_of_methods_that_cannot_be_had_stops_no_sale()
    {
        await using var bench =
            await Bayar.StartAsync(request => Bayar.IsMethods(request)
                ? GatewayReply.Html("<html>maintenance</html>", 503)
                : Bayar.Created(Qr, Qr));
        Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000)));
        Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000)));
        Assert.Equal(1, bench.Stub.Requests.Count(Bayar.IsMethods));
    }

    [Fact]
    public async Task B10_a_flat_list_of_methods_is_read_too()
    {
        await using var bench = await Bayar.StartAsync(request => Bayar.IsMethods(request)
            ? GatewayReply.Json("""{"success":true,"methods":[{"id":"qris_bayar_gg","available":false}]}""") : Bayar.Created(Qr, Qr));
        Assert.Equal("method_unavailable", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(50_000))).Code);
    }

    [Theory]
    [InlineData(BayarGgMethod.Qris, 999, "amount_out_of_range")]
    [InlineData(BayarGgMethod.Qris, 500_001, "amount_out_of_range")]
    [InlineData(BayarGgMethod.QrisBayarGg, 500_001, "amount_too_large")]
    public async Task B11_what_is_too_large_is_refused_here(BayarGgMethod method, long amount, string code)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr), settings => settings.Method = method);
        Assert.Equal(code, Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(amount))).Code);
        Assert.DoesNotContain(bench.Stub.Requests, request => request.Method == "POST");
        Assert.Equal((1_000, method == BayarGgMethod.Qris ? 500_000 : long.MaxValue),
            (bench.Provider.Traits.MinAmount, bench.Provider.Traits.MaxAmount));
    }

    [Theory]
    [InlineData("https://shop.example/qris/webhooks/bayar-gg/1", true)]
    [InlineData("http://shop.example/qris/webhooks/bayar-gg/1", false)]
    [InlineData("https://localhost/qris/webhooks/bayar-gg/1", false)]
    [InlineData("https://192.168.1.4/qris/webhooks/bayar-gg/1", false)]
    [InlineData(null, false)]
    public async Task B12_a_callback_goes_along_only_when_it_is_public_https(string? address, bool isSent)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr));
        await bench.OpenAsync(Requests.Open(50_000) with { WebhookUrl = address is null ? null : new Uri(address) });
        Assert.Equal(isSent, bench.Create().Json().TryGetProperty("callback_url", out var sent));
        if (isSent) Assert.Equal(address, sent.GetString());
    }

    [Fact]
    public async Task B13_the_host_is_pinned_to_www_and_redirects_are_not_followed()
    {
        Assert.Equal("https://www.bayar.gg/api/", new BayarGgSettings().BaseUrl!.AbsoluteUri);
        Assert.Equal("address_redirects",
            Assert.Single(new BayarGgSettings { ApiKey = "k", BaseUrl = new Uri("https://bayar.gg/api") }.Check()).Code);
        Assert.Empty(new BayarGgSettings { ApiKey = "k", BaseUrl = new Uri("https://v2.bayar.gg/api") }.Check());

        await using var bench = await Bayar.StartAsync(GatewayReply.Moved("https://www.bayar.gg/api/create-payment.php"));
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(50_000)));
        Assert.Single(bench.Stub.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task B14_no_picture_address_reaches_the_customer()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr));
        var opened = Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000)));
        Assert.DoesNotContain("qr.php", opened.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task B15_nothing_of_the_account_beside_payments_is_touched()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr));
        await bench.OpenAsync(Requests.Open(50_000));
        Assert.Equal(["/api/get-payment-methods.php", "/api/create-payment.php"], bench.Stub.Requests.Select(request => request.Target));
        Assert.All(["file_id", "content_id", "product_image_id"],
            member => Assert.False(bench.Create().Json().TryGetProperty(member, out _)));
    }

    [Theory]
    [InlineData(": 50000", ": \"50000\"")]
    [InlineData(": 50000", ": 50000.0")]
    [InlineData(": 50000", ": \"50000.00\"")]
    [InlineData("\"BAYAR-1778029840-86EFB7\"", "1778029840")]
    [InlineData("\"36556065\"", "36556065")]
    public async Task B18_money_and_ids_are_read_as_numbers_and_as_texts(string old, string @new)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(TestQris.For(50_000), null, (old, @new)));
        Assert.Equal(50_000, Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000))).TotalAmount);
    }

    [Theory]
    [InlineData("\"final_amount\": 50000", "\"final_amount\": \"50.000\"")]
    [InlineData("\"final_amount\": 50000", "\"final_amount\": 5e4")]
    [InlineData("\"final_amount\": 50000", "\"final_amount\": 50000,\"final_amount\": 50000")]
    [InlineData("\"success\": true", "\"success\": \"yes\"")]
    public async Task B18_G1_what_could_be_read_in_two_ways_is_not_guessed(string old, string @new)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr, (old, @new)));
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(50_000)));
    }

    [Fact]
    public async Task B20_the_samples_own_contradictions_are_no_reason_to_refuse()
    {
        // It expires before the moment that its invoice id encodes.
        await using var bench = await Bayar.StartAsync(Bayar.Created(Qr, Qr));
        Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000)));
    }

    [Theory]
    [InlineData(200, """{"success":false,"error":"Metode tidak tersedia"}""", "refused")]
    [InlineData(400, """{"success":false,"error":"payment_url wajib"}""", "refused")]
    [InlineData(400, """{"success":false,"message":"Metode tidak tersedia","data":[]}""", "refused")]
    [InlineData(401, """{"success":false,"error":"Unauthorized"}""", "credentials_refused")]
    [InlineData(402, """{"success":false,"error":"Premium"}""", "subscription_missing")]
    [InlineData(404, "<html>404</html>", "address_wrong")]
    [InlineData(429, """{"success":false,"error":"Rate limit"}""", "unavailable")]
    [InlineData(500, """{"success":false,"error":"Internal Server Error"}""", null)]
    [InlineData(200, "<html>Just a moment...</html>", null)]
    [InlineData(200, "", null)]
    public async Task B10_G5_a_no_is_a_no_and_anything_unclear_stays_open(int status, string body, string? code)
    {
        await using var bench = await Bayar.StartAsync(GatewayReply.Json(body, status));
        var result = await bench.OpenAsync(Requests.Open(50_000));
        Assert.Equal(code, (result as OpenResult.Rejected)?.Code);
        if (code is null) Assert.IsType<OpenResult.Unknown>(result);
    }

    [Fact]
    public async Task Ovo_sends_the_customer_to_the_page()
    {
        await using var bench = await Bayar.StartAsync(Bayar.CreatedWithoutQr, settings => settings.Method = BayarGgMethod.Ovo);
        Assert.NotNull(Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(50_000))).RedirectUrl);
        Assert.Equal("ovo", bench.Provider.Traits.Method);
        Assert.Equal("ovo", bench.Create().Json().GetProperty("payment_method").GetString());
    }

    [Fact]
    public async Task G13_names_and_keys_are_in_no_log()
    {
        await using var bench = await Bayar.StartAsync(GatewayReply.Json("{", 200));
        var unknown = Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(50_000)));
        var written = bench.Log.Text() + unknown.Message;
        Assert.DoesNotContain("Siti", written, StringComparison.Ordinal);
        Assert.DoesNotContain("fake-api-key", written, StringComparison.Ordinal);
    }
}
