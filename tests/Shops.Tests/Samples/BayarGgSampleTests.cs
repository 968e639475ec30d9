using System.Globalization;
using System.Text.Json;
using QrisPayments.Apps;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Samples;

/// <summary>
/// Every sample request of bayar-gg.txt, with only address and key changed, and the invoice and QRIS that the text abbreviates.
/// </summary>
public abstract class BayarGgSampleTests(Database database) : GatewayTests(database, "bayar-gg")
{
    public static TheoryData<string> Create { get; } = Sample.All("bayar-gg", "create-payment");

    public static TheoryData<string> Check { get; } = Sample.All("bayar-gg", "check-payment");

    public static TheoryData<string> List { get; } = Sample.All("bayar-gg", "list-payments");

    public static TheoryData<string> Methods { get; } = Sample.All("bayar-gg", "get-payment-methods");

    public static TheoryData<string> Account { get; } = Sample.All("bayar-gg", "get-account-status");

    public static TheoryData<string> Statistics { get; } = Sample.All("bayar-gg", "get-statistics");

    public static TheoryData<string> Convert { get; } = Sample.All("bayar-gg", "qris-convert");

    public static TheoryData<string> Info { get; } = Sample.All("bayar-gg", "qris-info");

    [Theory, MemberData(nameof(Create))]
    public async Task A_payment_is_made(string file)
    {
        await StartGatewayAsync();
        var answer = await Of(file).AnswerAsync();
        answer.HasShapeOf("bayar-gg/created.json");
        Assert.Equal(50_000, answer.GetProperty("data").GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task A_payment_with_everything_is_made()
    {
        await StartGatewayAsync();
        (await Of("create-qris_bayar_gg.sh").AnswerAsync()).HasShapeOf("bayar-gg/created-qris-bayar-gg.json");
    }

    [Fact]
    public async Task A_payment_by_GoPay_has_the_second_shape()
    {
        await StartGatewayAsync();
        (await Of("create-gopay_qris.sh").AnswerAsync()).HasShapeOf("bayar-gg/created-gopay.json");
    }

    [Fact]
    public async Task A_payment_by_BRI_is_made()
    {
        await StartGatewayAsync();
        Assert.True((await Of("create-qris_user.sh").AnswerAsync()).GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task A_payment_by_OVO_needs_somebody_who_takes_OVO()
    {
        await StartGatewayAsync();
        var answer = await Of("create-ovo.sh").AnswerAsync();
        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.Contains("ovo", answer.GetProperty("error").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_payment_by_OVO_is_made_where_somebody_takes_OVO()
    {
        await using var wallet = await GatewayStub.StartAsync();
        wallet.Answer = static request => request.Target.Contains("get-payment-methods", StringComparison.Ordinal)
            ? GatewayReply.Json("""{"success":true,"data":{"payment_methods":[]}}""")
            : GatewayReply.Json("""
                {"success":true,"payment":{"invoice_id":"PAY-admin-1-A","amount":50000,"unique_code":347,"final_amount":50347,"status":"pending"},
                "payment_url":"https://www.bayar.gg/pay?invoice=PAY-admin-1-A"}
                """);
        await StartGatewayAsync(("QrisPayments:Providers:bayar-gg:BaseUrl", wallet.Address.ToString()),
            ("QrisPayments:Providers:bayar-gg:AllowInsecureHttp", "true"),
            ("QrisPayments:Providers:bayar-gg:ApiKey", "fake-api-key-0001"), ("QrisPayments:Providers:bayar-gg:Method", "Ovo"));
        var answer = await Of("create-ovo.sh").AnswerAsync();
        answer.HasShapeOf("bayar-gg/created-gopay.json");
        Assert.Equal(50_347, answer.GetProperty("payment").GetProperty("final_amount").GetInt64());
    }

    [Theory, MemberData(nameof(Check))]
    public async Task A_payment_is_looked_up(string file)
    {
        await StartGatewayAsync();
        var invoice = await PaidAsync();
        var answer = await Of(file).With("PAY-admin-1234567890-ABC123", invoice).AnswerAsync();
        answer.HasShapeOf("bayar-gg/checked.json");
        Assert.Equal("paid", answer.GetProperty("status").GetString());
    }

    [Theory, MemberData(nameof(List))]
    public async Task Payments_are_listed(string file)
    {
        await StartGatewayAsync();
        var invoice = await PaidAsync();
        var answer = await Of(file).AnswerAsync();
        answer.HasShapeOf("bayar-gg/listed.json");
        Assert.Equal(invoice, Assert.Single(answer.GetProperty("data").EnumerateArray()).GetProperty("invoice_id").GetString());
    }

    [Theory, MemberData(nameof(Methods))]
    public async Task Methods_are_told(string file)
    {
        await StartGatewayAsync();
        var answer = await Of(file).AnswerAsync();
        Assert.True(answer.GetProperty("success").GetBoolean());
        var told = answer.GetProperty("data").GetProperty("payment_methods").EnumerateArray()
            .ToDictionary(method => method.GetProperty("id").GetString()!);
        foreach (var method in Documented.Read("bayar-gg/methods.json").GetProperty("data").GetProperty("payment_methods").EnumerateArray())
        {
            var mine = told[method.GetProperty("id").GetString()!];
            foreach (var member in method.EnumerateObject())
                Assert.True(mine.TryGetProperty(member.Name, out _), $"{mine} has no {member.Name}");
        }
        foreach (var block in new[] { "user_status", "feature_status" })
        {
            var mine = answer.GetProperty("data").GetProperty(block);
            foreach (var member in Documented.Read("bayar-gg/methods.json").GetProperty("data").GetProperty(block).EnumerateObject())
                Assert.True(mine.GetProperty(member.Name).ValueKind is JsonValueKind.True or JsonValueKind.False, $"{block}.{member.Name}");
        }
    }

    [Theory, MemberData(nameof(Account))]
    public async Task The_account_is_told(string file)
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:Email", "toko@example.com"));
        (await Of(file).AnswerAsync()).HasShapeOf("bayar-gg/account.json");
    }

    [Theory, MemberData(nameof(Statistics))]
    public async Task Sums_are_told(string file)
    {
        await StartGatewayAsync();
        await PaidAsync();
        var answer = await Of(file).AnswerAsync();
        Assert.True(answer.GetProperty("success").GetBoolean());
        Assert.Equal((1, 50_000, 1),
            (answer.GetProperty("total_transactions").GetInt64(), answer.GetProperty("total_amount").GetInt64(),
                answer.GetProperty("total_paid").GetInt64()));
        Assert.Equal(1, answer.GetProperty("breakdown").GetProperty("qris_bayar_gg").GetInt64());
    }

    [Theory, MemberData(nameof(Convert))]
    public async Task A_static_code_is_converted(string file)
    {
        await StartGatewayAsync();
        var answer = await Of(file).With("00020101021126...", Qris.Static).AnswerAsync();
        answer.HasShapeOf("bayar-gg/converted.json");
        Assert.Equal("50000", Qris.Value(answer.GetProperty("qris").GetString()!, "54"));
    }

    [Theory, MemberData(nameof(Info))]
    public async Task A_code_is_read(string file)
    {
        await StartGatewayAsync();
        // curl and the browsers' fetch send a query as it stands, so a space has to be written as one does in an address.
        var code = file.EndsWith(".py", StringComparison.Ordinal) ? Qris.Static : Uri.EscapeDataString(Qris.Static);
        var answer = await Of(file).With("00020101021126...", code).AnswerAsync();
        answer.HasShapeOf("bayar-gg/inspected.json");
        Assert.Equal("WARUNG UJI", answer.GetProperty("merchant_name").GetString());
    }

    [Fact]
    public async Task The_callback_passes_the_check_that_the_text_shows()
    {
        var secret = "whsec_" + System.Convert.ToBase64String("the-secret-of-the-php-sample"u8);
        using var folder = new TemporaryFolder();
        var script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples/bayar-gg/callback.php"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "index.php"),
            script.Replace("YOUR_WEBHOOK_SECRET", secret, StringComparison.Ordinal));
        using var shop = await PhpServer.StartAsync(folder.Path);

        await StartGatewayAsync(("QrisPayments:Apps:1:CallbackSecret", secret),
            ("QrisPayments:Apps:1:CallbackUrl", shop.Address.ToString()));
        await PaidAsync();
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE done_at IS NOT NULL AND target LIKE 'http%'"),
                count => count == 1, "the shop accepted the callback");
    }

    private Sample Of(string file)
    {
        var sample = Sample.Read("bayar-gg/" + file).With("YOUR_API_KEY_HERE", "toko-key");
        return sample.With("https://www.bayar.gg/", Address.ToString());
    }

    /// <summary>A payment as the first sample makes it, paid.</summary>
    private async Task<string> PaidAsync()
    {
        var made = await Of("create-payment.sh").AnswerAsync();
        var data = made.GetProperty("data");
        await ArriveAsync(data.GetProperty("final_amount").GetInt64(),
            "TRX-" + data.GetProperty("invoice_id").GetString()!.GetHashCode(StringComparison.Ordinal)
                .ToString(CultureInfo.InvariantCulture));
        var invoice = data.GetProperty("invoice_id").GetString()!;
        await Wait.UntilAsync(() => CallAsync("GET", "api/check-payment.php?invoice=" + invoice, headers: ("X-API-Key", "toko-key")),
            answer => answer.Text("status") == "paid", "it is paid");
        return invoice;
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BayarGgSamplesOnMariaDb(MariaDb database) : BayarGgSampleTests(database);

public sealed class BayarGgSamplesOnSqlite(SqliteFile database) : BayarGgSampleTests(database), IClassFixture<SqliteFile>;
