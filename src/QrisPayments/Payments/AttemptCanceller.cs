using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// Asks gateways to take no money any more for attempts that were cancelled here. Our cancel stands whatever they answer: money that
/// comes all the same is late, and goes to review.
/// </summary>
internal sealed class AttemptCanceller(
    Database database, ProviderDirectory providers, ProviderCalls calls, PaymentBook book,
        ILogger<AttemptCanceller> logger) : IAsyncDisposable
{
    private const string ReadAttempts = """
        SELECT a.id AS Id, a.account AS Account, a.provider_ref AS ProviderRef, a.amount AS Amount, a.total_amount AS Total,
               a.created_at AS CreatedAt, a.expires_at AS ExpiresAt
        FROM qris_attempts a WHERE a.payment_id = @id AND a.state = 'cancelled'
        """;

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();

    /// <summary>Call it after the commit. Best effort: it runs on in the background, and a host that stops breaks it off.</summary>
    public void Begin(string paymentId)
    {
        if (_stopping.IsCancellationRequested || !providers.Accounts.Any(account => account.Provider is ICancelAttempts)) return;
        var asking = Task.Run(() => AskAsync(paymentId));
        _underWay.TryAdd(asking, true);
        _ = asking.ContinueWith(done => _underWay.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Ends what is under way: nothing is written once the host has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_underWay.Keys);
        _stopping.Dispose();
    }

    private async Task AskAsync(string paymentId)
    {
        try
        {
            var (payment, attempts) = await database.RunAsync(async session =>
            {
                var (payments, cancelled) = (PaymentReader.Row(paymentId), new Query<Row>(ReadAttempts, new { id = paymentId }));
                await session.QueryAsync(payments, cancelled);
                return (payments.Rows.SingleOrDefault(), cancelled.Rows);
            }, _stopping.Token);
            if (payment is null) return;
            foreach (var attempt in attempts)
                if (providers.Find(attempt.Account) is { Provider: ICancelAttempts } account) await AskAsync(payment, account, attempt);
        }
        // Nothing depends on it.
        catch (Exception exception)
        {
            if (_stopping.IsCancellationRequested) return;
            logger.Log(DatabaseTroubles.Level(exception, LogLevel.Warning), exception,
                "The gateways could not be told that payment {Payment} was cancelled", paymentId);
        }
    }

    private async Task AskAsync(PaymentRow payment, ProviderAccount account, Row attempt)
    {
        var answer = await calls.CancelAsync(account, new OpenedAttempt
        {
            AttemptId = attempt.Id, PaymentId = payment.Id, OrderId = payment.OrderId, ProviderRef = attempt.ProviderRef,
            Amount = attempt.Amount, TotalAmount = attempt.Total, CreatedAt = attempt.CreatedAt.FromDb(),
            ExpiresAt = attempt.ExpiresAt.FromDb(),
        }, _stopping.Token);
        await database.TransactAsync(session => book.NoteCancelAnswerAsync(session, payment,
            new { attempt_id = attempt.Id, provider = account.ProviderId, account = account.Id, answer = Text(answer) }),
                _stopping.Token);
    }

    private static string Text(CancelAnswer answer) => answer switch
    {
        CancelAnswer.Cancelled => "cancelled",
        CancelAnswer.TooLate => "too_late",
        _ => "unknown",
    };

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Account { get; init; } = "";
        public string? ProviderRef { get; init; }
        public long Amount { get; init; }
        public long Total { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime ExpiresAt { get; init; }
    }
}
