using Microsoft.Extensions.Options;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>
/// Calls the open payment of a changed order off, in the transaction that stores the payment which takes its place. Whether the former one
/// is still open decides by compare-and-set: of a replacement and the money that comes at the same moment, one wins. Those that have ended
/// unpaid are replaced, too: a customer may have paid just before the end, and the bank may tell of it an hour later.
/// </summary>
internal sealed class OrderReplacer(
    Database database, PaymentBook book, PaymentReader reader, AttemptCanceller canceller, IOptions<MatchingOptions> matching)
{
    /// <summary>Each further look means that another create or the money was first; more than this is no coincidence any more.</summary>
    private const int MaxLooks = 10;

    /// <summary>How it ended: exactly one of the nested records.</summary>
    internal abstract record Result
    {
        private Result() { }

        /// <summary>The order has no open payment now.</summary>
        /// <param name="Replaced">The one whose place the new one takes; null when there was none.</param>
        /// <param name="Ended">
        /// Former payments that are locked, to be marked by <see cref="PaymentBook.ReplaceEndedAsync"/> once the new one is stored.
        /// </param>
        public sealed record Free(string? Replaced, IReadOnlyList<string> Ended) : Result;

        /// <summary>Nothing was written.</summary>
        public sealed record Kept(CreateResult Answer) : Result;
    }

    /// <param name="session">The caller's transaction, or the host's.</param>
    /// <param name="row">The new payment.</param>
    /// <param name="asked">What it was made of.</param>
    /// <param name="looksFresh">
    /// What the session sees is known to be out of date: a host's transaction may look at the state in which it began.
    /// </param>
    public async Task<Result> ClearAsync(DbSession session, PaymentRow row, ReadyPayment asked, bool looksFresh)
    {
        var ended = new HashSet<string>();
        for (var look = 1; look <= MaxLooks; look++, looksFresh = true)
        {
            var open = await FindAsync(session, looksFresh, one => PaymentReader.FindOpenAsync(one, row.App, row.OrderId));
            if (open is null || ended.Contains(open.Id))
            {
                // Before it is asked whether one was paid: from here on their money waits.
                var former = await LockEndedAsync(session, row, asked);
                // Also what was paid since a host's transaction began must be seen.
                return await FindAsync(session, session.IsJoined, one => PaymentReader.FindPaidAsync(one, row.App, row.OrderId)) is { } paid
                    ? new Result.Kept(new CreateResult.OrderPaid(reader.Read(paid), row.Amount))
                    : new Result.Free(former is [var newest, ..] ? newest : null, former);
            }
            if (OrderChanges.Between(open, asked).Count == 0)
                return new Result.Kept(new CreateResult.OrderHasOpenPayment(reader.Read(open)));
            if (await book.ReplaceAsync(session, open.Id, row.Id, matching.Value.Hold))
            {
                session.OnCommit(() => canceller.Begin(open.Id));
                return new Result.Free(open.Id, await LockEndedAsync(session, row, asked));
            }
            // An old snapshot shows it as open for as long as the host's transaction lasts.
            ended.Add(open.Id);
        }
        return new Result.Kept(OpenOrders.JustEnded(row.OrderId));
    }

    /// <summary>
    /// Payments of the order that have ended, asked for something else, and may still get their money; the newest first. There is no limit
    /// in time, since money that was sent in time pays whenever it is told of.
    /// </summary>
    private async Task<IReadOnlyList<string>> LockEndedAsync(DbSession session, PaymentRow row, ReadyPayment asked)
    {
        Task<List<PaymentRow>> EndedAsync(DbSession one) => PaymentReader.FindEndedAsync(one, row.App, row.OrderId);
        IEnumerable<PaymentRow> seen = await EndedAsync(session);
        // What has ended since a host's transaction began, and what that transaction has ended itself.
        if (session.MaySeeOldRows()) seen = (await database.RunAsync(EndedAsync, session.CancellationToken)).Concat(seen);
        var changed = seen.DistinctBy(former => former.Id).Where(former => OrderChanges.Between(former, asked).Count > 0)
            .OrderByDescending(former => former.CreatedAt).ThenByDescending(former => former.Id, StringComparer.Ordinal);
        var locked = new List<string>();
        foreach (var former in changed)
        {
            await PaymentBook.LockAsync(session, former.Id);
            // Its money or another replacement may have been first.
            if (await reader.FindNewestRowAsync(session, former.Id) is { ReplacedBy: null, Status: not Statuses.Paid })
                locked.Add(former.Id);
        }
        return locked;
    }

    /// <summary>What the transaction sees or, where that is out of date, what is committed, else what it wrote itself.</summary>
    private async Task<PaymentRow?> FindAsync(DbSession session, bool looksFresh, Func<DbSession, Task<PaymentRow?>> findAsync)
    {
        if (!looksFresh || !session.IsJoined) return await findAsync(session);
        return await database.RunAsync(findAsync, session.CancellationToken) ?? await findAsync(session);
    }
}
