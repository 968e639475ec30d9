using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>
/// Asks a gateway for one refund and writes down what it says. One that may have been sent is asked about first, and is sent again only
/// when the gateway does not know it, with the same key.
/// </summary>
internal sealed class RefundCaller(Database database, ProviderCalls calls, RefundCompletion completion)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(30);

    private const string ReadAttempt = """
        SELECT a.id AS Id, a.payment_id AS PaymentId, p.order_id AS OrderId, a.provider_ref AS ProviderRef, a.amount AS Amount,
               a.total_amount AS Total, a.created_at AS CreatedAt, a.expires_at AS ExpiresAt
        FROM qris_attempts a JOIN qris_payments p ON p.id = a.payment_id WHERE a.id = @id
        """;

    /// <param name="account">By which it was paid.</param>
    /// <param name="refund">As it was read before it was claimed.</param>
    /// <param name="until">The end of the lease.</param>
    /// <param name="cancellationToken">Set when the host stops; what was asked by then is asked about later.</param>
    public async Task CarryOnAsync(ProviderAccount account, StoredRefund refund, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(refund, cancellationToken);
        await WriteDownAsync(refund, await AskAsync(account, request, refund, cancellationToken), until);
    }

    /// <summary>
    /// Asks about one that was sent, because a person wants to refuse it. True when the gateway does not know it: the caller, who holds
    /// the lease, may end it. Any other answer is written down.
    /// </summary>
    /// <param name="account">By which it was paid.</param>
    /// <param name="refund">As it was read before it was claimed.</param>
    /// <param name="isOverdue">The gateway has taken it so long ago that it would know it.</param>
    /// <param name="until">The end of the lease.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    public async Task<bool> IsUnknownToGatewayAsync(
        ProviderAccount account, StoredRefund refund, bool isOverdue, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var answer = await calls.QueryRefundAsync(account, await RequestAsync(refund, cancellationToken), cancellationToken);
        if (answer is RefundAnswer.NotFound && (refund.AcceptedAt is null || isOverdue)) return true;
        await WriteDownAsync(refund, answer is RefundAnswer.NotFound ? new RefundAnswer.Pending() : answer, until);
        return false;
    }

    private async Task<RefundRequest> RequestAsync(StoredRefund refund, CancellationToken cancellationToken)
    {
        var attempt = (await database.RunAsync(
            session => session.FirstOrDefaultAsync<AttemptRow>(ReadAttempt, new { id = refund.AttemptId }), cancellationToken))!;
        return new RefundRequest
        {
            Attempt = attempt.ToOpened(), Amount = refund.Amount, Key = refund.GatewayKey!, Reason = refund.Reason,
        };
    }

    private async Task<RefundAnswer> AskAsync(
        ProviderAccount account, RefundRequest request, StoredRefund refund, CancellationToken cancellationToken)
    {
        if (refund.Tries > 0)
        {
            var stands = await calls.QueryRefundAsync(account, request, cancellationToken);
            if (stands is not RefundAnswer.NotFound) return stands;
            // A gateway that has taken it may show it only when it is done.
            if (refund.AcceptedAt is not null) return new RefundAnswer.Pending();
        }
        var answer = await calls.RefundAsync(account, request, cancellationToken);
        // What was sent before, or twice by something on the way, may have arrived, and a gateway refuses what it has done already: only a
        // second look makes sure.
        if (answer is not RefundAnswer.Rejected rejected) return answer;
        return await calls.QueryRefundAsync(account, request, cancellationToken) switch
        {
            RefundAnswer.NotFound => rejected,
            var known => known,
        };
    }

    // What the gateway said is written down whether the host stops or not.
    private Task WriteDownAsync(StoredRefund refund, RefundAnswer answer, DateTimeOffset until) => answer switch
    {
        RefundAnswer.Done done => database.TransactAsync(async session =>
        {
            await PaymentBook.LockAsync(session, refund.PaymentId);
            await completion.DoneAtGatewayAsync(session, refund, done.Reference, session.Now);
        }, CancellationToken.None),
        RefundAnswer.Rejected rejected => database.TransactAsync(async session =>
        {
            await PaymentBook.LockAsync(session, refund.PaymentId);
            await completion.FailAsync(session, refund, $"{rejected.Code}: {rejected.Message}", null, until);
        }, CancellationToken.None),
        RefundAnswer.Unknown unknown => PostponeAsync(refund, RefundStates.Unknown, unknown.Message, unknown.RetryAfter, until),
        _ => PostponeAsync(refund, RefundStates.Sent, null, null, until),
    };

    private Task PostponeAsync(StoredRefund refund, string state, string? error, TimeSpan? wish, DateTimeOffset until) =>
        database.TransactAsync(session => RefundBook.PostponeAsync(session, refund.Id, until, state,
            session.Now + Pause(refund.Tries, wish), error), CancellationToken.None);

    /// <summary>Doubles from 5 s to 30 min, and is never shorter than the gateway wishes.</summary>
    internal static TimeSpan Pause(int tries, TimeSpan? wish)
    {
        var doubled = MinPause * Math.Pow(2, Math.Min(tries, 10));
        var pause = doubled < MaxPause ? doubled : MaxPause;
        return wish is { } asked && asked > pause ? asked : pause;
    }

    private sealed class AttemptRow
    {
        public string Id { get; init; } = "";
        public string PaymentId { get; init; } = "";
        public string OrderId { get; init; } = "";
        public string? ProviderRef { get; init; }
        public long Amount { get; init; }
        public long Total { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime ExpiresAt { get; init; }

        public OpenedAttempt ToOpened() => new()
        {
            AttemptId = Id, PaymentId = PaymentId, OrderId = OrderId, ProviderRef = ProviderRef, Amount = Amount, TotalAmount = Total,
            CreatedAt = CreatedAt.FromDb(), ExpiresAt = ExpiresAt.FromDb(),
        };
    }
}
