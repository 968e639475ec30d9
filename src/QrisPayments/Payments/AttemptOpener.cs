using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>
/// Has a stored attempt opened by its provider, and the next ones while providers decline. Nothing here is held in a transaction while a
/// provider is asked.
/// </summary>
internal sealed class AttemptOpener(
    ProviderCalls calls, ProviderRouter router, AttemptRecorder recorder, IExpectMoney expectation, OpenRequests requests)
{
    /// <summary>A whole create, failover included.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(25);

    /// <summary>The longest that one provider may take while others are left.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(10);

    /// <summary>With less than this, no further provider is asked: the answer would only come too late.</summary>
    private static readonly TimeSpan MinTurn = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Opens a started attempt, and further ones while providers decline. Answers with the payment as it stands then:
    /// pending with or without an open attempt, or failed.
    /// </summary>
    /// <param name="subject">What is sold.</param>
    /// <param name="started">The first attempt.</param>
    /// <param name="key">The create's key.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    /// <param name="given">What the first attempt's provider has answered already.</param>
    /// <param name="spent">How much of the create's time is gone.</param>
    public async Task<Payment> OpenAsync(
        AttemptSubject subject, StartResult.Started started, IdempotencyKey? key, CancellationToken cancellationToken,
            OpenAnswer? given = null, TimeSpan spent = default)
    {
        var deadline = Environment.TickCount64 + (long)(Budget - spent).TotalMilliseconds;
        TimeSpan Left() => TimeSpan.FromMilliseconds(deadline - Environment.TickCount64);
        while (true)
        {
            var (attempt, others) = (started.Attempt, started.Others);
            var answer = given ?? await calls.OpenAsync(attempt.Account, requests.Of(subject, attempt), TimeFor(Left(), others.Count),
                cancellationToken);
            given = null;
            if (answer is not OpenAnswer.Given { Result: var result }) return await recorder.LeaveAsync(attempt, key, cancellationToken);
            if (result is OpenResult.Opened opened)
            {
                switch (await recorder.OpenedAsync(attempt, opened, key, cancellationToken))
                {
                    case OpenedResult.Recorded recorded:
                        await expectation.ExpectAsync(attempt.Account);
                        return recorded.Payment;
                    case OpenedResult.Refused refused:
                        result = refused.Rejection;
                        break;
                }
            }
            var next = Left() >= MinTurn ? router.Still(others, subject.Route) : [];
            switch (await recorder.FailedAsync(subject, FailedAttempt.Of(attempt), result, next, key, cancellationToken))
            {
                case AfterFailure.Next { Started: var further }:
                    started = further;
                    break;
                case AfterFailure.Over over:
                    return over.Payment;
            }
        }
    }

    /// <summary>How long the next one may take, so that each of the others still has its shortest turn as far as it goes.</summary>
    internal static TimeSpan TimeFor(TimeSpan left, int others)
    {
        if (others == 0) return left > MinTurn ? left : MinTurn;
        var fair = left - MinTurn * others;
        return fair < MinTurn ? MinTurn : fair < MaxTurn ? fair : MaxTurn;
    }
}
