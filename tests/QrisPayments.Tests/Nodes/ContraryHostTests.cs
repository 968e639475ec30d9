using System.Globalization;
using System.Text.Json;
using QrisPayments.TestNode;
using QrisPayments.Tests.Harness;
using StandardWebhooks;

namespace QrisPayments.Tests.Nodes;

/// <summary>
/// Whatever a host sets for its whole process (Dapper's handlers and maps, JSON, culture, time zone), a payment goes its way to the rupiah
/// and to the second: in the API, in the callback and in the database. In processes of their own, since it is all global.
/// </summary>
public abstract class ContraryHostTests(Database database) : NodeTests(database)
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    // Calendars that are not ours, signs and separators that are not ASCII, and an i that is none.
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    [InlineData("id-ID")]
    public async Task F05_nothing_that_a_host_sets_globally_changes_what_is_written_read_or_told(string culture)
    {
        await using var client = await Listener.StartAsync(silent: false);
        var node = await StartContraryAsync(
            (NodeSignals.Contrary, culture), ("TZ", "Asia/Jakarta"), ("QrisPayments:Apps:0:CallbackSecret", Secret),
            ("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"));
        var before = DateTimeOffset.UtcNow;
        var payment = await node.Api.CreateAsync(12_345, body =>
        {
            (body["description"], body["callback_url"]) = ("İstanbul, ilk SİPARİŞ", client.Address + "/paid");
            body["expires_in"] = 1_200;
        });
        var (id, total) = (payment.Text("id")!, payment.Number("total_amount"));
        Assert.Equal(12_345, payment.Number("amount"));
        Assert.Equal(total - 12_345, payment.Number("unique_code"));
        Assert.InRange(payment.Time("created_at"), before.AddSeconds(-2), DateTimeOffset.UtcNow.AddSeconds(2));
        // It is opened a moment after it is made, longer on a busy machine.
        Assert.InRange(payment.Time("expires_at"), payment.Time("created_at").AddSeconds(1_200), DateTimeOffset.UtcNow.AddSeconds(1_202));
        Assert.Contains(total.ToString(CultureInfo.InvariantCulture), payment.Text("qr_string"), StringComparison.Ordinal);

        foreach (var stored in (await node.Api.PaymentAsync(id)).Json.EnumerateObject())
            Assert.Equal(payment[stored.Name].ToString(), stored.Value.ToString());

        // Exact money, seconds later: not late, not early, not another amount.
        var at = payment.Time("created_at").AddSeconds(2);
        var credit = await node.Api.ReportAsync("ref-1", total, at);
        Assert.Equal("matched", credit.Text("outcome"));

        var paid = await node.Api.WaitForStatusAsync(id, "paid");
        Assert.Equal((total, at, false), (paid.Number("paid_amount"), paid.Time("paid_at"), paid["late"].GetBoolean()));
        Assert.Equal(JsonValueKind.Null, paid["review"].ValueKind);
        foreach (var unchanged in new[] { "amount", "total_amount", "description", "created_at", "expires_at", "order_id" })
            Assert.Equal(payment[unchanged].ToString(), paid[unchanged].ToString());
        Assert.Contains(id,
            (await node.Api.GetAsync("/api/v1/payments?status=paid")).Data.Select(row => row.GetProperty("id").GetString()));

        await NothingIsLeftToDeliverAsync();
        Assert.Equal(1, await EffectsAsync(id, "payment.paid"));
        var (headers, body) = Assert.Single(client.Heard, heard => heard.Body.Contains("payment.paid", StringComparison.Ordinal));
        new StandardWebhook(Secret).Verify(body, headers);
        var told = JsonDocument.Parse(body).RootElement.GetProperty("data");
        Assert.Equal((id, total, at), (told.GetProperty("id").GetString(), told.GetProperty("paid_amount").GetInt64(),
            told.GetProperty("paid_at").GetDateTimeOffset()));
        Assert.Equal(1, await Database.ScalarAsync<long>("""
            SELECT COUNT(*) FROM qris_payments p JOIN qris_attempts a ON a.id = p.attempt_id JOIN qris_credits c ON c.payment_id = p.id
            WHERE p.id = @id AND p.status = 'paid' AND p.amount = 12345 AND p.late = 0 AND p.livemode = 0 AND p.paid_amount = @total
              AND p.paid_at = @at AND a.total_amount = @total AND c.at = @at AND c.outcome = 'matched'
            """, new { id, total, at = at.UtcDateTime }));
    }

    private protected abstract Task<Node> StartContraryAsync(params IEnumerable<(string, string?)> settings);
}

[Collection(OnMariaDb.Name)]
public sealed class ContraryHostOnMariaDb(MariaDb database) : ContraryHostTests(database)
{
    private protected override Task<Node> StartContraryAsync(params IEnumerable<(string, string?)> settings) => StartAsync(null, settings);
}

[Collection(OnMariaDb.Name)]
public sealed class ContraryHostWithMySqlData(MariaDb database) : ContraryHostTests(database)
{
    private protected override Task<Node> StartContraryAsync(params IEnumerable<(string, string?)> settings) =>
        StartWithMySqlDataAsync(settings);
}

public sealed class ContraryHostOnSqlite(SqliteFile database) : ContraryHostTests(database), IClassFixture<SqliteFile>
{
    private protected override Task<Node> StartContraryAsync(params IEnumerable<(string, string?)> settings) => StartAsync(null, settings);
}
