using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Asks gateways how attempts stand: a lost webhook is found, and a hint is confirmed.</summary>
internal sealed class StatusPoller(
    Flights flights, GatewayAttempts attempts, AttemptEvidence evidence, ProviderCalls calls, TimeProvider clock)
{
    /// <summary>A flight asks for at most so long, so that its lease never runs out under it.</summary>
    private static readonly TimeSpan MaxFlight = TimeSpan.FromSeconds(60);

    /// <summary>So many unanswered questions, one after the other, are the gateway's trouble and no single attempt's.</summary>
    private const int MaxFailedInARow = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Asks about everything that is due on an account, one after the other; false when there was nothing to do.</summary>
    public async Task<bool> PollAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        if (await attempts.FindDueAsync(account.Id, cancellationToken) is []) return false;
        if (await flights.TakeAsync(account.Id, Flights.Status, cancellationToken) is not { } flight) return false;

        var landAt = Environment.TickCount64 + (long)MaxFlight.TotalMilliseconds;
        var (answered, failedInARow, trouble) = (0, 0, (StatusResult.Unknown?)null);
        var error = (string?)null;
        try
        {
            // Looked at again under the lease: another node may have asked since.
            foreach (var attempt in await attempts.FindDueAsync(account.Id, cancellationToken))
            {
                if (Environment.TickCount64 > landAt) break;
                if (!IsToBeAsked(attempt))
                {
                    await attempts.PlanAsync(attempt.Id, PollSchedule.Next(attempt, clock.Now(), 0), cancellationToken);
                    continue;
                }
                if (await AskInTurnAsync(account, attempt, cancellationToken) is not StatusResult.Unknown unknown)
                {
                    (answered, failedInARow) = (answered + 1, 0);
                    continue;
                }
                // The others have their turn before it.
                await attempts.PlanAsync(attempt.Id, PollSchedule.Next(attempt, clock.Now(), Random.Shared.NextDouble()),
                    cancellationToken);
                (failedInARow, trouble) = (failedInARow + 1, unknown);
                // A gateway in trouble is left alone; the rest stays due.
                if (unknown.RetryAfter is not null || failedInARow == MaxFailedInARow) break;
            }
            if (trouble is not null && (answered == 0 || trouble.RetryAfter is not null || failedInARow == MaxFailedInARow))
                error = trouble.Message;
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            error = exception.GetType().Name;
            throw;
        }
        finally
        {
            var next = clock.Now()
                + (error is null ? Pause : PollSchedule.AfterFailure(flight.Failures, trouble?.RetryAfter, Random.Shared.NextDouble()));
            await flights.LandAsync(flight, next, error);
        }
    }

    // What cannot be taken in goes to the end of the queue: the others must not wait behind it for ever.
    private async Task<StatusResult> AskInTurnAsync(ProviderAccount account, AttemptRow attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(account, attempt, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            await attempts.PlanAsync(attempt.Id, clock.Now() + PollSchedule.Slow, cancellationToken);
            throw;
        }
    }

    /// <summary>Money may come, or may have gone back.</summary>
    private bool IsToBeAsked(AttemptRow attempt) =>
        attempt.MayBePaid
            ? PollSchedule.IsLateMoneyLookedFor(attempt, clock.Now())
            : attempt.State == AttemptStates.Paid && PollSchedule.IsDueOfPaid(attempt, clock.Now());

    /// <summary>
    /// Asks about one attempt now, because a webhook or a person wants to know, and takes the answer in. <see cref="StatusResult.Unknown"/>
    /// changes nothing; what cannot be read is an answer, and the attempt's own trouble.
    /// </summary>
    public async Task<StatusResult> AskAsync(ProviderAccount account, AttemptRow attempt, CancellationToken cancellationToken)
    {
        var asked = clock.Now();
        var status = await calls.QueryAsync(account, attempt.ToOpened(), cancellationToken);
        if (status is StatusResult.Unknown unknown)
        {
            if (unknown.RetryAfter is { } wish)
                await flights.LeaveAloneAsync(account.Id, Flights.Status, clock.Now() + wish, cancellationToken);
            return status;
        }
        // "Not paid yet" holds for when the question left, "paid" for when the answer came.
        var isSettled = await evidence.ApplyAsync(
            attempt, status, "status", status is StatusResult.Pending ? asked : clock.Now(), cancellationToken);
        var next = PollSchedule.Next(attempt, clock.Now(), Random.Shared.NextDouble());
        if (!isSettled && clock.Now() + PollSchedule.Slow < next) next = clock.Now() + PollSchedule.Slow;
        await attempts.PlanAsync(attempt.Id, next, cancellationToken);
        return status;
    }
}
