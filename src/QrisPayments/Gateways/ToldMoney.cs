using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>
/// Money that a genuine webhook tells of and that only the gateway's ledger can confirm. The webhook waits until the ledger shows it; what
/// the ledger has not shown after a while becomes a case, which closes when the money turns up.
/// </summary>
internal sealed class ToldMoney(Database database, LedgerPoller ledger, Flights flights, PaymentBook book)
{
    /// <summary>A gateway whose books lag behind its webhooks shows money within this time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    // Any source will do: what counts is that the money is in the books. A report that repeats another is the first one's money.
    private const string FindInBooks = """
        SELECT COALESCE(same_as, id) AS FirstId, external_ref AS ExternalRef, at AS AtDb, precision_s AS PrecisionSeconds,
               (SELECT f.told_ref FROM qris_credits f WHERE f.id = COALESCE(qris_credits.same_as, qris_credits.id)) AS ToldRef
        FROM qris_credits
        """ + " WHERE " + MoneyTime.Where + " ORDER BY at DESC LIMIT 200";

    private const string Asked = """
        SELECT a.payment_id FROM qris_attempts a
        WHERE a.account = @account AND a.total_amount = @amount AND a.created_at <= @latest AND a.held_until >= @earliest
          AND a.state NOT IN ('paid', 'rejected')
        """;

    public async Task<WebhookOutcome> ApplyAsync(
        ProviderAccount account, WebhookRow row, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (await database.TransactAsync(session => TryConfirmAsync(session, account.Id, row, entry), cancellationToken))
            return new WebhookOutcome.Applied();
        await ledger.HintAsync(account.Id, cancellationToken);
        var told = row.Since.FromDb();
        // Only a ledger that was read since can be said not to show it.
        if (await flights.DoneAtAsync(account.Id, Flights.Ledger, cancellationToken) is { } readAt && readAt >= told + Patience)
            await database.TransactAsync(async session => await book.OpenOfWebhookOnceAsync(session, row.Id,
                await PaymentAsync(session, account.Id, entry),
                $"The gateway told of {Rupiah.Format(entry.Amount)} (webhook {row.Id}), and its ledger does not show it. Nothing was "
                    + "counted: look at the gateway's dashboard."), cancellationToken);
        return new WebhookOutcome.Waits("The gateway's ledger does not show this money yet.");
    }

    /// <summary>The money is in the books, and no webhook has told of that very credit under another reference.</summary>
    private async Task<bool> TryConfirmAsync(DbSession session, string account, WebhookRow row, LedgerEntry entry)
    {
        if (!await TryFindAsync(session, account, entry)) return false;
        await book.CloseOfWebhookAsync(session, row.Id);
        return true;
    }

    private static async Task<bool> TryFindAsync(DbSession session, string account, LedgerEntry entry)
    {
        var time = new MoneyTime(entry.At, entry.Precision, MoneyTime.BetweenSources);
        var inBooks = (await session.QueryAsync<CreditInBooks>(FindInBooks,
                new { account, amount = entry.Amount, low = time.Low, lowest = time.Lowest, high = time.High }))
            .Where(credit => time.Touches(credit.At, TimeSpan.FromSeconds(credit.PrecisionSeconds))).ToList();
        // A gateway that sends its webhook again, in other words, tells of no further money.
        if (inBooks.Exists(credit => credit.ToldRef == entry.Reference)) return true;
        foreach (var credit in inBooks.Where(credit => credit.ToldRef is null)
            .OrderBy(credit => credit.ExternalRef != entry.Reference).ThenBy(credit => (credit.At - entry.At).Duration()))
            if (await CreditBook.TryConfirmAsync(session, credit.FirstId, entry.Reference)) return true;
        return false;
    }

    /// <summary>The one payment that may be meant, or null.</summary>
    private static async Task<string?> PaymentAsync(DbSession session, string account, LedgerEntry entry) =>
        await session.QueryAsync<string>(Asked, new
        {
            account, amount = entry.Amount, latest = (entry.At + entry.Precision).ToDb(), earliest = entry.At.ToDb(),
        }) is [var one] ? one : null;

    private sealed class CreditInBooks
    {
        public string FirstId { get; init; } = "";
        public string ExternalRef { get; init; } = "";
        public DateTime AtDb { get; init; }
        public int PrecisionSeconds { get; init; }

        /// <summary>The reference under which a webhook has told of it.</summary>
        public string? ToldRef { get; init; }

        public DateTimeOffset At => AtDb.FromDb();
    }
}
