using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Polling;

/// <summary>Asks gateways how attempts stand: a lost webhook is found, and a hint is confirmed.</summary>
internal sealed class StatusPoller(Flights flights, AttemptBook attempts, AttemptEvidence evidence, ProviderCalls calls, TimeProvider clock)
{
    /// <summary>A flight asks for at most so long, so that its lease never runs out under it.</summary>
    private static readonly TimeSpan LongestFlight = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Asks about everything that is due on an account, one after the other; false when there was nothing to do.</summary>
    public async Task<bool> PollAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var due = await attempts.FindDueAsync(account.Id, now, PollSchedule.First, PollSchedule.Reach, cancellationToken);
        if (due.Count == 0) return false;
        if (await flights.TakeAsync(account.Id, Flights.Status, cancellationToken) is not { } flight) return false;

        var landAt = Environment.TickCount64 + (long)LongestFlight.TotalMilliseconds;
        StatusResult.Unknown? trouble = null;
        try
        {
            // Looked at again under the lease: another node may have asked since.
            foreach (var attempt in await attempts.FindDueAsync(account.Id, clock.Now(), PollSchedule.First, PollSchedule.Reach, cancellationToken))
            {
                if (Environment.TickCount64 > landAt) break;
                if (!attempt.MayBePaid)
                {
                    await attempts.PlanAsync(attempt.Id, PollSchedule.Never, cancellationToken);
                    continue;
                }
                // A gateway in trouble is left alone; everything stays due.
                if ((trouble = await AskAsync(account, attempt, cancellationToken)) is not null) break;
            }
            return true;
        }
        finally
        {
            var next = clock.Now() + (trouble is null ? Pause : PollSchedule.AfterFailure(flight.Failures, trouble.RetryAfter, Random.Shared.NextDouble()));
            await flights.LandAsync(flight, next, trouble?.Message);
        }
    }

    /// <summary>Asks about one attempt now, because a webhook or a person wants to know. Null when the gateway answered.</summary>
    public async Task<StatusResult.Unknown?> AskAsync(ProviderAccount account, AttemptRow attempt, CancellationToken cancellationToken)
    {
        var status = await calls.QueryAsync(account, attempt.ToOpened(), cancellationToken);
        if (status is StatusResult.Unknown unknown) return unknown;
        await evidence.ApplyAsync(attempt, status, "gateway", cancellationToken);
        await attempts.PlanAsync(attempt.Id, PollSchedule.Next(attempt, clock.Now(), Random.Shared.NextDouble()), cancellationToken);
        return null;
    }
}
