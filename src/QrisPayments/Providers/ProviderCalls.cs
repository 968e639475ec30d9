using Microsoft.Extensions.Logging;
using QrisPayments.Plugins;

namespace QrisPayments.Providers;

/// <summary>Calls into plugins: time-boxed, and whatever goes wrong becomes a result.</summary>
internal sealed class ProviderCalls(ILogger<ProviderCalls> logger)
{
    /// <summary>A local provider computes for microseconds; more is a hang.</summary>
    private static readonly TimeSpan LocalTimeBox = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Opens an attempt and checks what came back. Null when a local provider did not get to it: it reached nobody, so it may
    /// simply be asked again.
    /// </summary>
    public async Task<OpenResult?> OpenAsync(ProviderAccount account, OpenRequest request, TimeSpan timeBox, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeBox);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            // On a pool thread, so that a plugin that never yields holds none of ours; WaitAsync, so that one that
            // ignores its token cannot make us wait.
            var call = Task.Run(() =>
            {
                began.SetResult();
                return account.Guard.CountAsync(() => account.Provider.OpenAsync(request, limit.Token));
            }, limit.Token);
            // Its time starts when it starts: that the host is short of threads is no fault of the plugin.
            await began.Task.WaitAsync(timeBox, cancellationToken);
            return Check(account, request, await call.WaitAsync(account.Traits.OpensLocally ? LocalTimeBox : timeBox, cancellationToken));
        }
        // Not the provider's doing: whoever asked is going away.
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (TimeoutException exception) when (account.Traits.OpensLocally)
        {
            logger.LogError(exception, "Provider {Provider} did not get to attempt {Attempt} in time", account.ProviderId, request.AttemptId);
            return null;
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Provider {Provider} failed while it opened attempt {Attempt}", account.ProviderId, request.AttemptId);
            return account.Traits.OpensLocally
                ? new OpenResult.Rejected("provider_fault", "The provider failed while it made the QR.")
                : new OpenResult.Unknown("The provider failed or did not answer in time.");
        }
    }

    private OpenResult Check(ProviderAccount account, OpenRequest request, OpenResult? result)
    {
        if (result is null)
            return account.Traits.OpensLocally ? new OpenResult.Rejected("provider_fault", "The provider answered nothing.") : new OpenResult.Unknown("The provider answered nothing.");
        if (result is not OpenResult.Opened opened) return result;
        var refusal = account.Traits.NeedsUniqueAmount && opened.TotalAmount != request.TotalAmount
            ? $"The provider wants {opened.TotalAmount}, but {request.TotalAmount} is reserved."
            : opened.TotalAmount < request.Amount
                ? $"The provider wants {opened.TotalAmount}, less than the amount {request.Amount}."
                : TooLong(opened) ?? QrGuard.Refuse(opened);
        if (refusal is null) return opened;
        logger.LogError("Attempt {Attempt} at {Provider} is rejected: {Reason}", request.AttemptId, account.ProviderId, refusal);
        return new OpenResult.Rejected("qr_refused", refusal);
    }

    // As long as the columns that keep them.
    private static string? TooLong(OpenResult.Opened opened) =>
        opened.ProviderRef is { Length: > 128 } ? "The provider's reference is longer than 128 characters."
        : opened.RedirectUrl?.AbsoluteUri is { Length: > 500 } ? "The provider's address is longer than 500 characters."
        : opened.Instructions is { Length: > 1000 } ? "The provider's instructions are longer than 1000 characters."
        : null;
}
