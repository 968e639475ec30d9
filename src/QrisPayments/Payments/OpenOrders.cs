using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Stores payments as the only open one of their order, and answers a create whose order has one already.</summary>
internal sealed class OpenOrders(Database database, PaymentBook book, PaymentReader reader, OrderReplacer replacer, VisitorLimit visitors)
{
    private const int MaxTries = 5;

    /// <summary>How it ended: exactly one of the nested records.</summary>
    internal abstract record Result
    {
        private Result() { }

        /// <param name="Row">As it was stored.</param>
        public sealed record Added(PaymentRow Row) : Result;

        /// <summary>The payment was not stored.</summary>
        public sealed record Refused(CreateResult Answer) : Result;
    }

    /// <summary>
    /// The answer to a create whose visitor has as many payments open as one may have, or null. If one of them is this order's, the answer
    /// is that one.
    /// </summary>
    /// <param name="session">The caller's transaction, or the host's, in which nothing was written for the payment yet.</param>
    /// <param name="row">The payment that is to be made.</param>
    /// <param name="asked">What it is made of.</param>
    public async Task<CreateResult?> RefuseVisitorAsync(DbSession session, PaymentRow row, ReadyPayment asked) =>
        await visitors.RefuseAsync(session, row) is not { } tooMany
            ? null
            : await FindOpenAsync(session, row) is { } open && !asked.Payment.Replace ? AnswerOf(open, row, asked) : tooMany;

    /// <summary>Stores a new payment. One that may replace takes the place of its changed order's open one.</summary>
    /// <param name="session">The caller's transaction, or the host's.</param>
    /// <param name="row">The payment.</param>
    /// <param name="asked">What it was made of.</param>
    /// <param name="expiresAt">When it ends.</param>
    public async Task<Result> AddAsync(DbSession session, PaymentRow row, ReadyPayment asked, DateTimeOffset expiresAt)
    {
        var mayReplace = asked is { Payment.Replace: true, Sale: null };
        for (var attempt = 1; ; attempt++)
        {
            IReadOnlyList<string> ended = [];
            if (mayReplace)
                switch (await replacer.ClearAsync(session, row, asked, looksFresh: attempt > 1))
                {
                    case OrderReplacer.Result.Free free:
                        row = row with { Replaces = free.Replaced };
                        ended = free.Ended;
                        break;
                    case OrderReplacer.Result.Kept { Answer: var answer }:
                        return new Result.Refused(answer);
                }
            if (await book.AddAsync(session, row, expiresAt, isOnlyOpenOne: asked.Sale is null))
            {
                // Only now: where another create was first, nothing may name a payment that was never stored.
                foreach (var former in ended) await book.ReplaceEndedAsync(session, former, by: row.Id);
                return new Result.Added(row);
            }
            // Of those that may replace, only one that found no open payment comes here: while it looked, another create was first.
            if (!mayReplace || attempt == MaxTries) return new Result.Refused(await RefuseAsync(session, row, asked));
        }
    }

    /// <summary>The order's open payment was there a moment ago and is not any more.</summary>
    public static CreateResult.ProviderUnavailable JustEnded(string orderId) =>
        new($"The open payment of order {orderId} ended this very moment. Try again.");

    private async Task<CreateResult> RefuseAsync(DbSession session, PaymentRow row, ReadyPayment asked)
    {
        return await FindOpenAsync(session, row) is { } open ? AnswerOf(open, row, asked) : JustEnded(row.OrderId);
    }

    /// <summary>The order's open payment, or null. A host's own transaction may look at an older snapshot than the one with it.</summary>
    private async Task<PaymentRow?> FindOpenAsync(DbSession session, PaymentRow row) =>
        await PaymentReader.FindOpenAsync(session, row.App, row.OrderId)
            ?? await database.RunAsync(fresh => PaymentReader.FindOpenAsync(fresh, row.App, row.OrderId), session.CancellationToken);

    private CreateResult AnswerOf(PaymentRow open, PaymentRow row, ReadyPayment asked) =>
        OrderChanges.Between(open, asked) is { Count: > 0 } changes
            ? new CreateResult.OrderChanged(reader.Read(open), row.Amount, changes)
            : new CreateResult.OrderHasOpenPayment(reader.Read(open));
}
