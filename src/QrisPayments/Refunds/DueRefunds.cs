using Microsoft.Extensions.Logging;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>Finds the refunds about which a gateway is to be asked, claims them and has each carried on.</summary>
internal sealed class DueRefunds(
    Database database, ProviderDirectory providers, RefundCaller caller, PaymentBook book, ILogger<DueRefunds> logger)
{
    /// <summary>A call ends long before; after this, the node that asked has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>A refund that is under way for so long is shown to a person; the gateway is asked all the same.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Of one account's.</summary>
    private const int MaxAtOnce = 4;

    private const string FindAccounts = "SELECT DISTINCT r.account FROM qris_refunds r WHERE r.due_at <= @now AND r.account IN @accounts";

    private const string FindDue = StoredRefund.Select + " WHERE r.due_at <= @now AND r.account = @account ORDER BY r.due_at LIMIT 20";

    // Everything that a gateway is asked about has a time at which it is due.
    private const string FindSlow = StoredRefund.Select
        + " WHERE r.due_at > @never AND r.created_at <= @since AND r.review_id IS NULL ORDER BY r.due_at LIMIT 20";

    /// <summary>The accounts with refunds that are due and whose gateway can be asked here.</summary>
    public async Task<IReadOnlyList<ProviderAccount>> FindAccountsAsync(CancellationToken cancellationToken)
    {
        var accounts = providers.Accounts.Where(account => account.Provider is IRefund).ToList();
        if (accounts.Count == 0) return [];
        var due = await database.RunAsync(session => session.QueryAsync<string>(FindAccounts,
            new { now = session.Now.ToDb(), accounts = IdList.Padded([.. accounts.Select(account => account.Id)]) }), cancellationToken);
        return [.. accounts.Where(account => due.Contains(account.Id))];
    }

    /// <summary>Carries on what is due at one account, and waits for its gateway; how many were claimed.</summary>
    public async Task<int> WorkAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(session => session.QueryAsync<StoredRefund>(FindDue,
            new { now = session.Now.ToDb(), account = account.Id }), cancellationToken);
        var worked = 0;
        await Parallel.ForEachAsync(found,
            new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken }, async (refund, _) =>
        {
            var until = database.Now + Lease;
            if (!await database.RunAsync(session => RefundBook.ClaimAsync(session, refund, until), cancellationToken)) return;
            Interlocked.Increment(ref worked);
            await CarryOnAsync(account, refund, until, cancellationToken);
        });
        return worked;
    }

    /// <summary>Opens a case for each refund that is under way for too long, also where its gateway's plugin is not running.</summary>
    public async Task OpenCasesAsync(CancellationToken cancellationToken)
    {
        var slow = await database.RunAsync(session => session.QueryAsync<StoredRefund>(FindSlow,
            new { never = DateTime.UnixEpoch, since = (session.Now - Patience).ToDb() }), cancellationToken);
        foreach (var refund in slow)
            await database.TransactAsync(async session =>
            {
                await PaymentBook.LockAsync(session, refund.PaymentId);
                var reviewId = await ReviewBook.OpenForAsync(session, ReviewKinds.Refund, refund.PaymentId,
                    $"The gateway has not said for over an hour how the refund of {Rupiah.Format(refund.Amount)} stands"
                        + (refund.Error is { } error ? $" ({error})" : "") + ". It is asked again.", session.Now);
                if (!await RefundBook.NameCaseAsync(session, refund.Id, reviewId)) return false;
                await book.MarkFurtherReviewAsync(session, refund.PaymentId, ReviewKinds.Refund,
                    new { kind = ReviewKinds.Refund, refund_id = refund.Id, amount = refund.Amount });
                return true;
            }, keep: isOpened => isOpened, cancellationToken);
    }

    private async Task CarryOnAsync(ProviderAccount account, StoredRefund refund, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            await caller.CarryOnAsync(account, refund, until, cancellationToken);
        }
        // The lease runs out, and the gateway is asked how it stands.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.Log(DatabaseTroubles.Level(exception, LogLevel.Error), exception,
                "Refund {Refund} could not be carried on; the gateway is asked about it again", refund.Id);
        }
    }
}
