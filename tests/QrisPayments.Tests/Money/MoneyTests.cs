using System.Net;
using Dapper;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>
/// DESIGN §4: money is never lost from sight. After every test the books are checked: all money that was ever reported is
/// matched, unmatched, in review or ignored, in sum and one by one.
/// </summary>
public abstract class MoneyTests(Database database) : ModuleTests(database)
{
    private readonly List<Report> _accepted = [];

    protected DateTimeOffset Now => Clock.GetUtcNow();

    private sealed record Report(ApiClient Api, string ExternalRef, long Amount, string At, string CreditId);

    /// <summary>Reports money and remembers it for the books.</summary>
    private protected async Task<Answer> ReportAsync(ApiClient api, string externalRef, long amount, string at)
    {
        var answer = await api.ReportAsync(externalRef, amount, at);
        if (answer.Status == HttpStatusCode.Created)
            lock (_accepted)
                _accepted.Add(new Report(api, externalRef, amount, at, answer.Text("id")!));
        return answer;
    }

    private protected Task<Answer> ReportAsync(ApiClient api, string externalRef, long amount, DateTimeOffset at) =>
        ReportAsync(api, externalRef, amount, at.ToString("O"));

    /// <summary>Money that must be new: answers with the credit.</summary>
    private protected async Task<Answer> CreditAsync(TestHost host, string externalRef, long amount, DateTimeOffset at) =>
        (await ReportAsync(host.Api, externalRef, amount, at)).Is(HttpStatusCode.Created);

    private protected static void IsMatched(Answer credit, Answer payment)
    {
        Assert.Equal("matched", credit.Text("outcome"));
        Assert.Equal(payment.Text("id"), credit.Text("payment_id"));
        Assert.Null(credit.Text("review"));
    }

    private protected static void IsReview(Answer credit, string kind)
    {
        Assert.Equal("review", credit.Text("outcome"));
        Assert.Equal(kind, credit.Text("review"));
    }

    private protected static void IsUnmatched(Answer credit)
    {
        Assert.Equal("unmatched", credit.Text("outcome"));
        Assert.Null(credit.Text("payment_id"));
        Assert.Null(credit.Text("review"));
    }

    /// <summary>Waits until background work has ended the payment.</summary>
    private protected async Task<Answer> LetExpireAsync(TestHost host, Answer payment)
    {
        var left = payment.Time("expires_at") - Now;
        Clock.Advance(left + TimeSpan.FromSeconds(1));
        return await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");
    }

    public override async Task DisposeAsync()
    {
        try
        {
            await TheBooksBalanceAsync();
        }
        finally
        {
            await base.DisposeAsync();
        }
    }

    private async Task TheBooksBalanceAsync()
    {
        await using var connection = await Database.OpenAsync();
        async Task<long> CountAsync(string sql) => await connection.ExecuteScalarAsync<long>(sql);

        var sums = (await connection.QueryAsync(
            "SELECT outcome AS outcome, SUM(amount) AS total, COUNT(*) AS n FROM qris_credits GROUP BY outcome"))
            .ToDictionary(r => (string)r.outcome, r => (Total: Convert.ToInt64(r.total), Count: Convert.ToInt64(r.n)));
        Assert.Empty(sums.Keys.Except(["matched", "unmatched", "review", "ignored"]));
        Assert.Equal(_accepted.Count, sums.Values.Sum(s => (long)s.Count));
        Assert.Equal(_accepted.Sum(r => r.Amount), sums.Values.Sum(s => (long)s.Total));

        // One credit pays one payment, and no payment is paid without one.
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM (SELECT payment_id FROM qris_credits WHERE outcome = 'matched' GROUP BY "
            + "payment_id HAVING COUNT(*) > 1) AS twice"));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM qris_credits c LEFT JOIN qris_payments p ON p.id = c.payment_id AND "
            + "p.status = 'paid' WHERE c.outcome = 'matched' AND p.id IS NULL"));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM qris_payments p LEFT JOIN qris_credits c ON c.payment_id = p.id AND "
            + "c.outcome = 'matched' WHERE p.status = 'paid' AND c.id IS NULL"));
        // What a person should look at stands open for a person; what is ignored names the money that it repeats, or a person put it aside.
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM qris_credits c LEFT JOIN qris_reviews r ON r.credit_id = c.id AND r.kind "
            + "= c.review WHERE c.outcome = 'review' AND r.id IS NULL"));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM qris_credits c LEFT JOIN qris_credits o ON o.id = c.same_as AND o.outcome "
            + "IN ('matched', 'ignored') LEFT JOIN qris_reviews r ON r.credit_id = c.id AND r.resolution IN ('dismissed', 'refunded') "
            + "WHERE c.outcome = 'ignored' AND o.id IS NULL AND r.id IS NULL"));

        // Each is still there for the one who reported it.
        foreach (var report in _accepted)
        {
            var again = (await report.Api.ReportAsync(report.ExternalRef, report.Amount, report.At)).Is(HttpStatusCode.OK);
            Assert.Equal(report.CreditId, again.Text("id"));
        }
    }
}
