using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Goes on with attempts whose opener died on the way.</summary>
internal sealed class StuckAttempts(
    Database database, ProviderDirectory providers, ProviderRouter router, AttemptRecorder recorder, AttemptOpener opener)
{
    private const string FindStuck = """
        SELECT id AS Id, payment_id AS PaymentId, account AS Account, amount AS Amount, unique_code AS UniqueCode,
          total_amount AS TotalAmount,
               expires_at AS ExpiresAt, held_until AS HeldUntil, lease_until AS LeaseUntil
        FROM qris_attempts WHERE state = 'creating' AND lease_until < @now ORDER BY lease_until LIMIT 20
        """;

    private const string TriedAccounts = "SELECT account FROM qris_attempts WHERE payment_id = @paymentId";

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await database.RunAsync(s => s.QueryAsync<StuckAttempt>(FindStuck, new { now = s.Now.ToDb() }),
            cancellationToken))
            if (await database.RunAsync(s => PaymentBook.TakeOverAsync(s, row.Id, row.LeaseUntil, s.Now + AttemptStarter.Lease),
                cancellationToken))
                await ResumeAsync(row, cancellationToken);
    }

    private async Task ResumeAsync(StuckAttempt row, CancellationToken cancellationToken)
    {
        var payment = await database.RunAsync(s => PaymentReader.FindRowAsync(s, row.PaymentId), cancellationToken);
        if (payment is null) return;
        var subject = AttemptSubject.Of(payment);
        var others = await OthersAsync(subject, cancellationToken);
        if (providers.Find(row.Account) is { Traits.OpensLocally: true } account)
        {
            var attempt = new Attempt(row.Id, row.PaymentId, account, row.Amount, row.UniqueCode, row.TotalAmount, row.ExpiresAt.FromDb(),
                row.HeldUntil.FromDb());
            await opener.OpenAsync(subject, new StartResult.Started(attempt, others), null, cancellationToken);
            return;
        }
        // The question may have reached the gateway: nobody knows, so it is never asked a second time.
        var unknown = new OpenResult.Unknown("The host stopped while the provider was asked.");
        if (await recorder.FailedAsync(subject, new FailedAttempt(row.Id, row.Account, row.TotalAmount), unknown, others, null,
            cancellationToken) is AfterFailure.Next next)
            await opener.OpenAsync(subject, next.Started, null, cancellationToken);
    }

    /// <summary>Who may take the payment and was not asked yet.</summary>
    private async Task<IReadOnlyList<ProviderAccount>> OthersAsync(AttemptSubject subject, CancellationToken cancellationToken)
    {
        if (router.Find(subject.Route) is not Route.To { Accounts: var accounts }) return [];
        var tried = await database.RunAsync(s => s.QueryAsync<string>(TriedAccounts, new { paymentId = subject.PaymentId }),
            cancellationToken);
        return [.. accounts.Where(account => !tried.Contains(account.Id))];
    }

    private sealed class StuckAttempt
    {
        public string Id { get; init; } = "";
        public string PaymentId { get; init; } = "";
        public string Account { get; init; } = "";
        public long Amount { get; init; }
        public int UniqueCode { get; init; }
        public long TotalAmount { get; init; }
        public DateTime ExpiresAt { get; init; }
        public DateTime HeldUntil { get; init; }
        public DateTime LeaseUntil { get; init; }
    }
}
