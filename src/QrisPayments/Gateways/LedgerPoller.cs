using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Reads the ledgers of accounts; one pull settles whatever arrived (WIRE Q16).</summary>
internal sealed class LedgerPoller(
    Database database, Flights flights, CreditIntake intake, UnreadRows unread, ProviderCalls calls, TimeProvider clock)
{
    /// <summary>Between two pulls, at least, while somebody may be paying.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(10);

    /// <summary>Between two pulls, at least, however many webhooks come.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A ledger may show an entry later than its own time says: by as much as a webhook waits for it, which may itself have come late.
    /// </summary>
    private static readonly TimeSpan Overlap = ToldMoney.Patience + TimeSpan.FromMinutes(15);

    private const string Waiting = """
        SELECT COUNT(*) FROM qris_attempts WHERE account = @account AND created_at >= @since AND held_until >= @now
          AND state NOT IN ('paid', 'rejected')
        """;

    private const string LastAttempt = "SELECT MAX(created_at) FROM qris_attempts WHERE account = @account";

    /// <summary>Pulls when it is due; false when it was not.</summary>
    public async Task<bool> PollAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        if (await flights.TakeAsync(account.Id, Flights.Ledger, cancellationToken) is not { } flight) return false;
        var began = clock.Now();
        var (next, error, doneAt) = (began, (string?)null, (DateTimeOffset?)null);
        try
        {
            if (await PauseAsync(account.Id, cancellationToken) is not { } pause)
            {
                next = began + PollSchedule.Slow;
                return false;
            }
            var since = (flight.DoneAt ?? began - PollSchedule.Reach) - Overlap;
            switch (await calls.ReadLedgerAsync(account, since, cancellationToken))
            {
                case LedgerResult.Read read:
                    foreach (var row in read.Unreadable) await unread.TellAsync(account, row, cancellationToken);
                    foreach (var entry in read.Entries) await intake.ReceiveAsync(Credit(account.Id, entry, "ledger"), cancellationToken);
                    // Only now, and only up to where this look began: what came while it was under way may not be among it.
                    doneAt = began;
                    next = clock.Now() + pause * (1 + 0.2 * Random.Shared.NextDouble());
                    break;
                case LedgerResult.Unknown unknown:
                    error = unknown.Message;
                    next = After(flight, unknown.RetryAfter);
                    break;
            }
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            error = exception.GetType().Name;
            next = After(flight, null);
            throw;
        }
        finally
        {
            await flights.LandAsync(flight, next, error, doneAt);
        }
    }

    private DateTimeOffset After(Flight flight, TimeSpan? wish) =>
        clock.Now() + PollSchedule.AfterFailure(flight.Failures + 1, wish, Random.Shared.NextDouble());

    /// <summary>A webhook says that there is something to see: the next pull comes at once, but not on the heels of the last.</summary>
    public Task HintAsync(string account, CancellationToken cancellationToken) =>
        flights.CallAsync(account, Flights.Ledger, clock.Now(), Gap, cancellationToken);

    /// <summary>A customer may pay now: the next pull, which on a quiet account is far away, comes soon.</summary>
    public Task ExpectAsync(string account, CancellationToken cancellationToken) =>
        flights.CallAsync(account, Flights.Ledger, clock.Now() + Floor, Gap, cancellationToken);

    public static NewCredit Credit(string account, LedgerEntry entry, string source) => new()
    {
        Account = account, ExternalRef = entry.Reference, Source = source, Amount = entry.Amount, At = entry.At.Cut(),
        Precision = entry.Precision,
        Description = entry.Description,
    };

    /// <summary>How long until the next pull; null when nobody has asked for money on this account for long.</summary>
    private async Task<TimeSpan?> PauseAsync(string account, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        return await database.RunAsync<TimeSpan?>(async session =>
        {
            if (await session.FirstOrDefaultAsync<long>(Waiting,
                new { account, now = now.ToDb(), since = (now - TimeSpan.FromDays(2)).ToDb() }) > 0)
                return Floor;
            var last = await session.FirstOrDefaultAsync<DateTime?>(LastAttempt, new { account });
            return last is { } at && at.FromDb() + PollSchedule.Reach > now ? PollSchedule.Slow : null;
        }, cancellationToken);
    }
}
