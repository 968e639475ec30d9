using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Money;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Qiospay;

/// <summary>Qiospay's webhook (WIRE §4).</summary>
public sealed class QiospayWebhookTests
{
    private static LedgerEntry Credit(WebhookVerdict verdict) => Assert.IsType<WebhookVerdict.Genuine>(verdict).Credit!;

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);

    [Fact]
    public async Task The_recorded_webhook_is_accepted_word_for_word()
    {
        var verdict = await QiospayBench.VerifyAsync(QiospayBench.Notice());

        Assert.Equal((200, "application/json; charset=utf-8"), (verdict.Reply.StatusCode, verdict.Reply.ContentType));
        AssertJson(Fixture.Read("qiospay/accepted.json"), verdict.Reply.Body);
        Assert.Equal(
            JsonDocument.Parse(Fixture.Read("qiospay/accepted.json")).RootElement.GetProperty("data").EnumerateObject()
                .Select(member => member.Name),
            JsonDocument.Parse(verdict.Reply.Body).RootElement.GetProperty("data").EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Q1_it_names_no_payment_and_its_time_is_a_minute_wide()
    {
        var genuine = Assert.IsType<WebhookVerdict.Genuine>(await QiospayBench.VerifyAsync(QiospayBench.Notice()));

        Assert.Equal((null, null, null), (genuine.AttemptId, genuine.ProviderRef, genuine.Status));
        // Q7: 18:52 in Jakarta.
        Assert.Equal((1000, new DateTimeOffset(2025, 6, 17, 11, 52, 0, TimeSpan.Zero), TimeSpan.FromMinutes(1)),
            (genuine.Credit!.Amount, genuine.Credit.At, genuine.Credit.Precision));
    }

    [Fact]
    public async Task Q3_its_reference_is_of_another_kind_than_a_ledger_rows()
    {
        var row = Assert.Single(await QiospayBench.ReadAsync(QiospayBench.Row(more: ""","issuer_reff":"295094156","buyer_reff":"295094156" """)));

        Assert.StartsWith("webhook:", Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice())).Reference, StringComparison.Ordinal);
        Assert.False(row.Reference.StartsWith("webhook:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Q18_a_name_cut_through_a_character_costs_no_money()
    {
        var verdict = await QiospayBench.VerifyAsync(QiospayBench.Notice("\"JHON\"", "\"JHON \\ud83d\""));

        Assert.Equal(1000, Credit(verdict).Amount);
        AssertJson(Fixture.Read("qiospay/accepted.json").Replace("\"JHON\"", "null", StringComparison.Ordinal), verdict.Reply.Body);
    }

    [Fact]
    public async Task Q5_money_that_went_out_is_accepted_and_nothing_else()
    {
        var genuine = Assert.IsType<WebhookVerdict.Genuine>(await QiospayBench.VerifyAsync(QiospayBench.Notice("\"CR\"", "\"DB\"")));

        Assert.Equal((null, null), (genuine.Credit, genuine.Status));
        AssertJson(Fixture.Read("qiospay/accepted.json").Replace("\"CR\"", "\"DB\"", StringComparison.Ordinal), genuine.Reply.Body);
    }

    [Theory]
    [InlineData("\"1000\"", true)]
    [InlineData("1000.00", true)]
    [InlineData("\"1.000\"", false)]
    [InlineData("\"1,000\"", false)]
    [InlineData("-1000", false)]
    [InlineData("0", false)]
    [InlineData("null", false)]
    public async Task Q6_the_amount_is_plain_or_a_person_reads_it(string amount, bool isTaken)
    {
        var verdict = await QiospayBench.VerifyAsync(QiospayBench.Notice("\"amount\": 1000", $"\"amount\": {amount}"));

        if (isTaken) Assert.Equal(1000, Credit(verdict).Amount);
        else Assert.IsType<WebhookVerdict.Malformed>(verdict);
        Assert.Equal(200, verdict.Reply.StatusCode);
    }

    [Theory]
    [InlineData("17/06/2025 18:52", "2025-06-17 11:52:00", 60)]
    [InlineData("2025-06-17 18:52:09", "2025-06-17 11:52:09", 1)]
    [InlineData("17/06/2025 18:52:09", "2025-06-17 11:52:09", 1)]
    public async Task Q7_each_way_of_writing_the_time_is_read_with_its_own_precision(string time, string utc, int seconds)
    {
        var credit = Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice("17/06/2025 18:52", time)));

        Assert.Equal(($"{credit.At:yyyy-MM-dd HH:mm:ss}", seconds), (utc, (int)credit.Precision.TotalSeconds));
    }

    [Theory]
    [InlineData("06/17/2025 18:52")]
    [InlineData("yesterday")]
    [InlineData("")]
    public async Task Q7_a_time_that_cannot_be_read_is_for_a_person(string time) =>
        Assert.IsType<WebhookVerdict.Malformed>(await QiospayBench.VerifyAsync(QiospayBench.Notice("17/06/2025 18:52", time)));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("webhook-key-of-todaY")]
    [InlineData("webhook-key-of-today ")]
    [InlineData("webhook-key-of-toda")]
    public async Task Q9_a_wrong_key_is_rejected_in_the_documented_words_and_nothing_is_read(string? key)
    {
        var verdict = await QiospayBench.VerifyAsync(QiospayBench.Notice(), key: key);

        Assert.IsType<WebhookVerdict.Forged>(verdict);
        Assert.Equal(403, verdict.Reply.StatusCode);
        AssertJson(Fixture.Read("qiospay/rejected.json"), verdict.Reply.Body);
    }

    [Fact]
    public async Task Q9_while_the_key_is_changed_both_are_good()
    {
        Assert.Equal(1000, Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice(), key: QiospayBench.WebhookKey)).Amount);
        Assert.Equal(1000, Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice(), key: QiospayBench.PreviousWebhookKey)).Amount);
        Assert.IsType<WebhookVerdict.Forged>(
            await QiospayBench.VerifyAsync(QiospayBench.Notice(), settings => settings.PreviousWebhookKey = null,
                QiospayBench.PreviousWebhookKey));
    }

    [Fact]
    public async Task Q9_without_a_key_in_the_settings_every_webhook_is_rejected()
    {
        void NoKeys(QrisPayments.Qiospay.QiospaySettings settings) => (settings.WebhookKey, settings.PreviousWebhookKey) = (null, "");

        foreach (var key in new[] { "", null, QiospayBench.WebhookKey })
            Assert.IsType<WebhookVerdict.Forged>(await QiospayBench.VerifyAsync(QiospayBench.Notice(), NoKeys, key));
    }

    [Fact]
    public async Task Q10_another_merchants_webhook_is_accepted_and_ignored()
    {
        var other = QiospayBench.Notice(QiospayBench.RecordedNmid, "ID20233072912346");

        var verdict = await QiospayBench.VerifyAsync(other);

        Assert.IsType<WebhookVerdict.Forged>(verdict);
        Assert.Equal(200, verdict.Reply.StatusCode);
        AssertJson(Fixture.Read("qiospay/accepted.json").Replace(QiospayBench.RecordedNmid, "ID20233072912346", StringComparison.Ordinal),
            verdict.Reply.Body);
    }

    [Fact]
    public async Task Q10_without_an_nmid_of_its_own_the_setting_is_that_of_the_code()
    {
        void Printed(QrisPayments.Qiospay.QiospaySettings settings) => (settings.Qris, settings.Nmid) = (TestQris.Printed, null);

        Assert.IsType<WebhookVerdict.Forged>(await QiospayBench.VerifyAsync(QiospayBench.Notice(), Printed));
        Assert.Equal(1000, Credit(
            await QiospayBench.VerifyAsync(QiospayBench.Notice(QiospayBench.RecordedNmid, TestQris.Nmid), Printed)).Amount);
    }

    [Fact]
    public async Task Q11_the_same_refid_is_the_same_reference_whatever_its_type_and_amount()
    {
        var recorded = Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice())).Reference;

        Assert.Equal(recorded, Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice("295094156", "\"295094156\""))).Reference);
        Assert.Equal(recorded,
            Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice("\"amount\": 1000", "\"amount\": 2000"))).Reference);
        Assert.NotEqual(recorded, Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice("295094156", "\"0295094156\""))).Reference);
        Assert.NotEqual(recorded, Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice("295094156", "295094157"))).Reference);
        Assert.NotEqual(Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice("295094156", "\"a1\""))).Reference,
            Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice("295094156", "\"A1\""))).Reference);
    }

    [Theory]
    [InlineData("295094156", "\"0029-AB\"")]
    [InlineData("295094156", "295094156789012345678901234567890")]
    [InlineData("\"24100\"", "24100")]
    [InlineData("\"93600002\"", "93600002")]
    [InlineData("\"93600002\"", "\"GoPay\"")]
    [InlineData("\"fee\": 0", "\"fee\": \"7\"")]
    public async Task Types_that_vary_are_taken_and_given_back_as_they_came(string from, string to)
    {
        var verdict = await QiospayBench.VerifyAsync(QiospayBench.Notice(from, to));

        Assert.Equal(1000, Credit(verdict).Amount);
        Assert.Contains(to.Replace(" ", "", StringComparison.Ordinal), verdict.Reply.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"status":"success"}""")]
    [InlineData("""{"status":"success","data":[]}""")]
    [InlineData("""{"status":"success","data":"x"}""")]
    public async Task Q18_what_cannot_be_read_is_accepted_with_nulls_and_kept_for_a_person(string body)
    {
        var verdict = await QiospayBench.VerifyAsync(body);

        Assert.IsType<WebhookVerdict.Malformed>(verdict);
        Assert.Equal(200, verdict.Reply.StatusCode);
        AssertJson(
            """{"status":"accept","message":"Data received successfully","data":{"name":null,"nmid":null,"amount":null,"type":null,"fee":null,"refid":null,"issuer":null,"balance":null,"time":null}}""",
            verdict.Reply.Body);
    }

    [Fact]
    public async Task Q18_what_is_missing_comes_back_as_null_and_more_is_dropped()
    {
        var verdict = await QiospayBench.VerifyAsync("""{"data":{"nmid":"ID20233072912345","amount":1000,"extra":{"a":1}},"more":1}""");

        Assert.IsType<WebhookVerdict.Malformed>(verdict);
        AssertJson(
            """{"status":"accept","message":"Data received successfully","data":{"name":null,"nmid":"ID20233072912345","amount":1000,"type":null,"fee":null,"refid":null,"issuer":null,"balance":null,"time":null}}""",
            verdict.Reply.Body);
    }

    [Fact]
    public async Task Q18_a_status_that_nobody_knows_is_kept_for_a_person() =>
        Assert.IsType<WebhookVerdict.Malformed>(
            await QiospayBench.VerifyAsync(QiospayBench.Notice("\"status\": \"success\"", "\"status\": \"pending\"")));

    [Fact]
    public async Task Q19_the_gross_amount_counts_and_not_what_the_fee_leaves() =>
        Assert.Equal(1000, Credit(await QiospayBench.VerifyAsync(QiospayBench.Notice("\"fee\": 0", "\"fee\": 7"))).Amount);

    [Fact]
    public async Task G13_the_payers_name_is_in_the_reply_and_nowhere_else()
    {
        await using var bench =
            await QiospayBench.StartAsync(
                settings => (settings.Qris, settings.Nmid) = (TestQris.PrintedWithoutNmid, QiospayBench.RecordedNmid));
        foreach (var body in new[] { QiospayBench.Notice(), QiospayBench.Notice("\"refid\": 295094156", "\"refid\": null"),
            QiospayBench.Notice("\"amount\": 1000", "\"amount\": \"JHON\"") })
        {
            var verdict = ((IReceiveWebhooks)bench.Provider).Read(Requests.Webhook(body, pathKey: QiospayBench.WebhookKey));
            var told = verdict is WebhookVerdict.Genuine { Credit: { } credit }
                ? $"{credit.Reference} {credit.Description}"
                : Assert.IsType<WebhookVerdict.Malformed>(verdict).Reason;
            Assert.DoesNotContain("JHON", told, StringComparison.Ordinal);
            Assert.Contains("JHON", verdict.Reply.Body, StringComparison.Ordinal);
        }
        Assert.Empty(bench.Log.GetSnapshot());
    }
}
