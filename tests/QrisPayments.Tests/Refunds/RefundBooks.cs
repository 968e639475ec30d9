using Dapper;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>What must hold about refunds whatever happened: looked at after every test that moves money back.</summary>
internal static class RefundBooks
{
    /// <summary>Each finds rows that must not be there.</summary>
    private static readonly (string What, string Sql)[] Rules =
    [
        ("more goes back than was paid",
            "SELECT COUNT(*) FROM qris_payments WHERE refunded_amount + refund_reserved > COALESCE(paid_amount, 0)"),
        ("the refunded amount is not the sum of the refunds that are done",
            "SELECT COUNT(*) FROM qris_payments p WHERE p.refunded_amount <> (SELECT COALESCE(SUM(r.amount), 0) FROM qris_refunds r "
                + "WHERE r.payment_id = p.id AND r.state = 'done')"),
        ("the reserved amount is not the sum of the refunds under way",
            "SELECT COUNT(*) FROM qris_payments p WHERE p.refund_reserved <> (SELECT COALESCE(SUM(r.amount), 0) FROM qris_refunds r "
                + "WHERE r.payment_id = p.id AND r.state IN ('requested', 'sent', 'unknown'))"),
        ("a refund under way is nobody's business: no gateway is asked and no case is open",
            "SELECT COUNT(*) FROM qris_refunds r WHERE r.state IN ('requested', 'sent', 'unknown') AND r.due_at IS NULL AND NOT EXISTS "
                + "(SELECT 1 FROM qris_reviews v WHERE v.id = r.review_id AND v.state = 'open')"),
        ("the case of a refund that has ended is open",
            "SELECT COUNT(*) FROM qris_refunds r JOIN qris_reviews v ON v.id = r.review_id WHERE r.state IN ('done', 'failed') "
                + "AND v.state = 'open'"),
        ("a payment is marked with a case that is not open",
            "SELECT COUNT(*) FROM qris_payments p WHERE p.review IS NOT NULL AND NOT EXISTS (SELECT 1 FROM qris_reviews v "
                + "WHERE v.payment_id = p.id AND v.state = 'open' AND v.kind = p.review)"),
    ];

    public static async Task HoldAsync(Database database)
    {
        await using var connection = await database.OpenAsync();
        foreach (var (what, sql) in Rules) Assert.True(await connection.ExecuteScalarAsync<long>(sql) == 0, $"In the books {what}.");
        await EventsAsync(connection);
    }

    /// <summary>Each refund tells once how it ended, and at most once that it was asked for.</summary>
    private static async Task EventsAsync(System.Data.Common.DbConnection connection)
    {
        foreach (var (id, state) in await connection.QueryAsync<(string, string)>("SELECT id, state FROM qris_refunds"))
        {
            async Task<long> ToldAsync(string type) => await connection.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM qris_events WHERE type = @type AND data LIKE @data", new { type, data = $"%{id}%" });
            Assert.True(await ToldAsync("payment.refunded") == (state == "done" ? 1 : 0), $"Refund {id} is {state} and tells otherwise.");
            // One that failed may have been carried out after all; it has told both then.
            if (state == "failed") Assert.Equal(1, await ToldAsync("payment.refund_failed"));
            else if (state != "done") Assert.Equal(0, await ToldAsync("payment.refund_failed"));
            Assert.InRange(await ToldAsync("payment.refund_requested"), 0, 1);
        }
    }
}
