using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>Simulated money, as a credit on the account that a payment waits on. Exists only in sandbox mode.</summary>
internal sealed class SandboxMoney(Database database, CreditIntake intake, TimeProvider clock)
{
    public const string Source = "sandbox";

    private const string FindAttempt = """
        SELECT a.account AS Account, a.total_amount AS Total
        FROM qris_payments p JOIN qris_attempts a ON a.id = p.attempt_id
        WHERE p.id = @paymentId AND p.livemode = 0 AND a.state NOT IN ('creating', 'rejected', 'unknown')
        """;

    /// <summary>Sends the total, or another amount, which then ends unmatched. Null when nothing was ever opened to pay to.</summary>
    public async Task<CreditResult?> PayAsync(string paymentId, long? amount, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var attempt = await database.RunAsync(s => s.FirstOrDefaultAsync<WaitingAttempt>(FindAttempt, new { paymentId }),
            cancellationToken);
        if (attempt is null) return null;
        return await intake.ReceiveAsync(new NewCredit
        {
            Account = attempt.Account,
            ExternalRef = PublicId.New("sbx"),
            Source = Source,
            Amount = amount ?? attempt.Total,
            At = at ?? clock.Now(),
            Precision = TimeSpan.FromSeconds(1),
            Description = "Simulated",
        }, cancellationToken);
    }

    private sealed class WaitingAttempt
    {
        public string Account { get; init; } = "";
        public long Total { get; init; }
    }
}
