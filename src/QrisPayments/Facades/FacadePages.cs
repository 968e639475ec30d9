using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>Leads customers, who have no key, to the checkout of a payment whose reference they know.</summary>
internal sealed class FacadePages(FacadeStore store, FacadeLimits limits)
{
    /// <summary>Stands for the checkout's own page that says there is no such payment: a page is more than a body.</summary>
    public static readonly FacadeAnswer NoPayment = new() { Status = 404 };

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<FacadeAnswer> ShowAsync(FacadeVisit visit, string? reference, CancellationToken cancellationToken)
    {
        if (reference is not { Length: >= 1 and <= 64 }) return NoPayment;
        if (!limits.MayGuess(visit.PluginId, visit.Client)) return TooMany(visit, Pause);
        var address = await visit.RunAsync(() => store.FindPageAsync(visit.PluginId, reference, cancellationToken));
        if (address is null) return limits.TryMiss(visit.PluginId, visit.Client, out var wait) ? NoPayment : TooMany(visit, wait);
        // Of many at once all are let in before the first is counted: what is found after too many misses is not told, either.
        return limits.MayGuess(visit.PluginId, visit.Client) ? FacadeAnswer.Redirect(address) : TooMany(visit, Pause);
    }

    private static FacadeAnswer TooMany(FacadeVisit visit, TimeSpan wait)
    {
        visit.TooMany(wait);
        return NoPayment;
    }
}
