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

    // Any source will do: what counts is that the money is in the books.
    private const string IsInBooks = """
        SELECT COUNT(*) FROM qris_credits
        WHERE account = @account AND amount = @amount AND at BETWEEN @lowest AND @high AND (at >= @low OR precision_s > 0)
        """;

    private const string Asked = """
        SELECT a.payment_id FROM qris_attempts a
        WHERE a.account = @account AND a.total_amount = @amount AND a.created_at <= @at AND a.held_until >= @at
          AND a.state NOT IN ('paid', 'rejected')
        """;

    public async Task<WebhookOutcome> ApplyAsync(
        ProviderAccount account, WebhookRow row, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (await IsInBooksAsync(account.Id, entry, cancellationToken))
        {
            await database.TransactAsync(session => book.CloseOfWebhookAsync(session, row.Id), cancellationToken);
            return new WebhookOutcome.Applied();
        }
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

    private Task<bool> IsInBooksAsync(string account, LedgerEntry entry, CancellationToken cancellationToken) =>
        database.RunAsync(async session => await session.FirstOrDefaultAsync<long>(IsInBooks, new
        {
            account, amount = entry.Amount, low = (entry.At - CreditIntake.SameMoneyWindow).ToDb(),
            lowest = (entry.At - CreditIntake.SameMoneyWindow - TimeSpan.FromMinutes(1)).ToDb(),
            high = (entry.At + entry.Precision + CreditIntake.SameMoneyWindow).ToDb(),
        }) > 0, cancellationToken);

    /// <summary>The one payment that may be meant, or null.</summary>
    private static async Task<string?> PaymentAsync(DbSession session, string account, LedgerEntry entry) =>
        await session.QueryAsync<string>(Asked, new { account, amount = entry.Amount, at = entry.At.ToDb() }) is [var one] ? one : null;
}
