using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Qiospay;

/// <summary>Qiospay's mutation ledger (WIRE §4).</summary>
public sealed class QiospayLedgerTests
{
    private static readonly string Row = QiospayBench.Row();

    [Fact]
    public async Task The_recorded_page_is_one_credit()
    {
        await using var bench = await QiospayBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(Fixture.Read("qiospay/mutations.json"));

        var entry = Assert.Single(await bench.ReadAsync());

        // Q7: 22:38:07 in Jakarta.
        Assert.Equal((13000, new DateTimeOffset(2024, 7, 3, 15, 38, 7, TimeSpan.Zero), TimeSpan.FromSeconds(1)),
            (entry.Amount, entry.At, entry.Precision));
        Assert.Equal("QRIS 93600014", entry.Description);
        Assert.Equal(("GET", "/api/mutasi/qris/CP0xx/137c9ddc5e055636ef79dxxx", ""),
            (bench.Stub.Requests.Single().Method, bench.Stub.Requests.Single().Target, bench.Stub.Requests.Single().Body));
    }

    [Fact]
    public async Task Q4_the_same_page_names_the_same_money()
    {
        string[] page = [Row, QiospayBench.Row(balance: "1880938"), QiospayBench.Row(amount: "13001")];

        Assert.Equal((await QiospayBench.ReadAsync(page)).Select(entry => entry.Reference),
            (await QiospayBench.ReadAsync(page)).Select(entry => entry.Reference));
        Assert.Equal(3, (await QiospayBench.ReadAsync(page)).Select(entry => entry.Reference).Distinct().Count());
    }

    [Fact]
    public async Task Q4_a_page_that_has_moved_on_names_the_same_money()
    {
        var other = QiospayBench.Row(amount: "20001", date: "2024-07-03 22:39:00");
        var older = QiospayBench.Row(amount: "7777", date: "2024-07-03 20:00:00");
        async Task<HashSet<string>> NamesAsync(params string[] rows) =>
            [.. (await QiospayBench.ReadAsync(rows)).Where(entry => entry.Amount == 13000).Select(entry => entry.Reference)];

        // Two rows that agree in everything are two credits, on every page that shows both, whatever stands around them.
        var both = await NamesAsync(Row, Row, older);
        Assert.Equal(2, both.Count);
        Assert.Equal(both, await NamesAsync(other, Row, Row));
        Assert.Equal(both, await NamesAsync(older, Row, other, Row));
        // One of them has left the page: what is left is known.
        Assert.Subset(both, await NamesAsync(other, Row));
        // A third is new, and it alone.
        var three = await NamesAsync(Row, Row, Row);
        Assert.Equal(3, three.Count);
        Assert.Superset(both, three);
    }

    [Theory]
    [InlineData("66.519", "2024-07-03 22:38:07", "Its amount is not in whole rupiah without marks.")]
    [InlineData("66519", "3 Juli", "Its date cannot be read.")]
    public async Task F03_a_row_that_cannot_be_read_is_told_as_it_is_written(string amount, string date, string problem)
    {
        await using var bench = await QiospayBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(QiospayBench.Page(QiospayBench.Row(), QiospayBench.Row(amount, date: date)));

        var read = Assert.IsType<LedgerResult.Read>(await bench.PullAsync());

        Assert.Single(read.Entries);
        var row = Assert.Single(read.Unreadable);
        Assert.Equal(problem, row.Problem);
        Assert.Equal($"date {date}, amount {amount}, type CR, balance 1893938", row.Text);
        Assert.Equal(row, Assert.Single(Assert.IsType<LedgerResult.Read>(await bench.PullAsync()).Unreadable));
    }

    [Theory]
    [InlineData("""{"nama":"Budi","uang":5}""", "a row with nama, uang")]
    [InlineData("17", "a row that is Number")]
    public async Task F03_of_a_row_of_another_shape_no_value_is_told(string row, string text)
    {
        await using var bench = await QiospayBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(QiospayBench.Page(row));

        Assert.Equal(text, Assert.Single(Assert.IsType<LedgerResult.Read>(await bench.PullAsync()).Unreadable).Text);
    }

    [Fact]
    public async Task Q4_the_balance_tells_two_payments_of_one_second_apart()
    {
        var first = Assert.Single(await QiospayBench.ReadAsync(QiospayBench.Row(balance: "1000"))).Reference;
        var second = Assert.Single(await QiospayBench.ReadAsync(QiospayBench.Row(balance: "14000"))).Reference;

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Q4_two_references_name_a_row_whatever_else_it_says()
    {
        const string references = ""","issuer_reff":"240703000123","buyer_reff":"418522380711" """;
        var before = Assert.Single(await QiospayBench.ReadAsync(QiospayBench.Row(more: references)));
        var after = Assert.Single(
            await QiospayBench.ReadAsync(QiospayBench.Row(balance: "0", more: references)
                .Replace("93600014", "BCA", StringComparison.Ordinal)));
        var other = Assert.Single(
            await QiospayBench.ReadAsync(QiospayBench.Row(more: references.Replace("0711", "0712", StringComparison.Ordinal))));

        Assert.Equal(before.Reference, after.Reference);
        Assert.NotEqual(before.Reference, other.Reference);
        // The same row twice on one page is one credit.
        Assert.Single(await QiospayBench.ReadAsync(QiospayBench.Row(more: references), QiospayBench.Row(more: references)));
    }

    [Theory]
    [InlineData("-", "-")]
    [InlineData("", "")]
    [InlineData("0", "000")]
    [InlineData("null", "N/A")]
    [InlineData("93600914", "")]
    public async Task Q4_placeholders_name_nothing(string issuer, string buyer)
    {
        string With(string row) => row.Replace("}", $$""","issuer_reff":"{{issuer}}","buyer_reff":"{{buyer}}"}""", StringComparison.Ordinal);

        var entries = await QiospayBench.ReadAsync(With(Row), With(QiospayBench.Row(amount: "20001")));

        Assert.Equal(2, entries.Select(entry => entry.Reference).Distinct().Count());
    }

    [Fact]
    public async Task Q4_a_reference_never_outgrows_the_books()
    {
        var row = QiospayBench.Row(more: $$""","issuer_reff":"{{new string('7', 500)}}","buyer_reff":"é1" """);

        Assert.InRange(Assert.Single(await QiospayBench.ReadAsync(row)).Reference.Length, 1, 128);
    }

    [Theory]
    [InlineData("DB", 0)]
    [InlineData("db", 0)]
    [InlineData("CR", 1)]
    [InlineData(" cr ", 1)]
    public async Task Q5_only_money_that_came_in_counts(string type, int credits) =>
        Assert.Equal(credits, (await QiospayBench.ReadAsync(QiospayBench.Row(type: type))).Count);

    [Theory]
    [InlineData("13.000")]
    [InlineData("13,000")]
    [InlineData("13000.50")]
    [InlineData("-13000")]
    [InlineData("Rp13000")]
    [InlineData("1e4")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1234567890123456")]
    public async Task Q6_an_amount_that_is_not_plain_is_not_guessed_but_said_aloud(string amount)
    {
        await using var bench = await QiospayBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(QiospayBench.Page(QiospayBench.Row(amount), QiospayBench.Row("20001")));

        var read = Assert.IsType<LedgerResult.Read>(await bench.PullAsync());

        Assert.Equal(20001, Assert.Single(read.Entries).Amount);
        Assert.StartsWith("Its amount is not in whole rupiah", Assert.Single(read.Unreadable).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Q6_an_amount_may_also_be_a_number() =>
        Assert.Equal(13000, Assert.Single(
            await QiospayBench.ReadAsync(Row.Replace("\"13000\"", "13000", StringComparison.Ordinal))).Amount);

    [Theory]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("03/07/24")]
    [InlineData("")]
    public async Task Q7_a_time_that_cannot_be_read_is_not_guessed(string date) =>
        Assert.Empty(await QiospayBench.ReadAsync(QiospayBench.Row(date: date)));

    [Fact]
    public async Task Q8_the_keys_in_the_path_surface_nowhere()
    {
        await using var bench =
            await QiospayBench.StartAsync(settings => settings.ApiKey = "se cret/key%1", patience: BrokenLines.Patience);
        var said = new List<string>();
        foreach (var reply in new[]
        {
            GatewayReply.Json("""{"status":"error","messages":"GET /api/mutasi/qris/CP0xx/se cret/key%1 api key salah"}""", 401),
            GatewayReply.Json("""{"status":"error","messages":"/api/mutasi/qris/CP0xx/se%20cret%2Fkey%251"}""", 404),
            GatewayReply.Moved("https://elsewhere.example/api/mutasi/qris/CP0xx/se%20cret%2Fkey%251"),
            GatewayReply.Html("<title>se cret/key%1</title>"), GatewayReply.Json("{\"se cret/key%1\""), GatewayReply.Cut,
            GatewayReply.Silence, GatewayReply.TooMany(1),
        })
        {
            bench.Stub.Answer = _ => reply;
            said.Add(Assert.IsType<LedgerResult.Unknown>(await bench.PullAsync()).Message);
        }
        await bench.Stub.DisposeAsync();
        said.Add(Assert.IsType<LedgerResult.Unknown>(await bench.PullAsync()).Message);

        // One key, one segment, whatever is in it.
        Assert.All(bench.Stub.Requests, request => Assert.Equal("/api/mutasi/qris/CP0xx/se%20cret%2Fkey%251", request.Target));
        Assert.All(bench.Stub.Requests, request => Assert.False(request.Headers.ContainsKey("Referer")));
        Assert.NotEmpty(bench.Log.GetSnapshot());
        Assert.All(said.Append(bench.Log.Text()), text =>
        {
            Assert.DoesNotContain("cret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("key%", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("""{"status":"success","data":[]}""")]
    [InlineData("""{"status":"success"}""")]
    [InlineData("""{"status":"success","data":null}""")]
    [InlineData("""{"status":"success","data":{}}""")]
    [InlineData("""{"status":"success","data":""}""")]
    [InlineData("""{"status":"error","messages":"Data tidak ditemukan"}""")]
    [InlineData("""{"status":"error","message":"No data"}""")]
    [InlineData("""{"status":"error","messages":"Belum ada mutasi"}""")]
    public async Task Q12_an_empty_ledger_is_empty(string body)
    {
        await using var bench = await QiospayBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(body);

        Assert.Empty(await bench.ReadAsync());
        Assert.Empty(bench.Log.GetSnapshot());
    }

    [Theory]
    [InlineData("""{"status":"error","messages":"kesalahan merchant_code atau api_key"}""")]
    [InlineData("""{"status":"error","messages":"Merchant tidak ditemukan"}""")]
    [InlineData("""{"status":"error","messages":"API key not found"}""")]
    [InlineData("""{"status":"error"}""")]
    [InlineData("""{"status":"error","messages":"Terjadi kesalahan"}""")]
    public async Task Q12_a_wrong_key_is_no_empty_ledger_and_is_said_aloud_once(string body)
    {
        await using var bench = await QiospayBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(body);

        Assert.IsType<LedgerResult.Unknown>(await bench.PullAsync());
        Assert.IsType<LedgerResult.Unknown>(await bench.PullAsync());

        Assert.Contains("no payment is seen", Assert.Single(bench.Log.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"status":"ok","data":[]}""")]
    [InlineData("""{"status":"success","data":{"rows":[]}}""")]
    [InlineData("""{"status":"success","data":7}""")]
    public async Task Q12_what_is_no_list_is_no_empty_list(string body)
    {
        await using var bench = await QiospayBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(body);

        Assert.IsType<LedgerResult.Unknown>(await bench.PullAsync());
    }

    [Fact]
    public async Task Q16_a_gateway_that_asks_for_peace_gets_it()
    {
        await using var bench = await QiospayBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.TooMany(45);

        Assert.Equal(TimeSpan.FromSeconds(45), Assert.IsType<LedgerResult.Unknown>(await bench.PullAsync()).RetryAfter);
    }

    [Theory]
    [MemberData(nameof(BrokenLines.Unclear), MemberType = typeof(BrokenLines))]
    public async Task Q16_a_broken_line_changes_nothing(string line)
    {
        await using var bench = await QiospayBench.StartAsync(patience: BrokenLines.Patience);
        bench.Stub.Answer = _ => BrokenLines.Reply(line);

        Assert.IsType<LedgerResult.Unknown>(await bench.PullAsync());
    }

    [Theory]
    [InlineData("QP48797")]
    [InlineData("QP048797")]
    [InlineData("cp0XX")]
    public async Task Q17_the_merchant_code_is_sent_letter_for_letter(string code)
    {
        await using var bench = await QiospayBench.StartAsync(settings => settings.MerchantCode = code);
        bench.Stub.Answer = _ => GatewayReply.Json(QiospayBench.Page());

        await bench.ReadAsync();

        Assert.Equal($"/api/mutasi/qris/{code}/{QiospayBench.ApiKey}", bench.Stub.Requests.Single().Target);
    }

    [Fact]
    public async Task One_row_of_another_shape_hides_no_other() =>
        Assert.Equal(13000, Assert.Single(await QiospayBench.ReadAsync("7", "null", "[]", """{"date":{}}""", Row)).Amount);
}
