using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Gateways;

/// <summary>Hands on what a gateway says of an attempt whose create was never answered.</summary>
internal sealed class LostFinds(ProviderDirectory providers, LostOpenings openings)
{
    /// <summary>It waits for money: the customer is shown it.</summary>
    public async Task CompleteAsync(AttemptRow attempt, StatusResult.Pending pending, CancellationToken cancellationToken)
    {
        if (pending.Found is { } found && Of(attempt) is { } lost)
            await openings.CompleteAsync(lost, pending.ProviderRef, found, cancellationToken);
    }

    /// <summary>It is paid. Answers the total that counts.</summary>
    public async Task<long> TotalAsync(AttemptRow attempt, StatusResult.Paid paid, CancellationToken cancellationToken) =>
        paid.Found is { } found && Of(attempt) is { } lost
            ? await openings.CorrectAsync(lost, found, cancellationToken)
            : attempt.TotalAmount;

    /// <summary>Null for one that was shown, is being opened, or is settled: its total is what the customer was asked for.</summary>
    private LostAttempt? Of(AttemptRow attempt) =>
        attempt is { WasShown: false, State: not (AttemptStates.Creating or AttemptStates.Open), MayBePaid: true }
        && providers.Find(attempt.Account) is { } account
            ? new LostAttempt(attempt.Id, attempt.PaymentId, account, attempt.Amount, attempt.TotalAmount, attempt.ProviderRef,
                attempt.ExpiresAt, attempt.State == AttemptStates.Unknown)
            : null;
}
