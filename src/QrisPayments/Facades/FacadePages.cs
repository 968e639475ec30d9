using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>Leads customers, who have no key, to the checkout of a payment whose reference they know.</summary>
internal sealed class FacadePages(FacadeStore store, FacadeLimits limits)
{
    /// <summary>Stands for the checkout's own page that says there is no such payment: a page is more than a body.</summary>
    public static readonly FacadeAnswer NoPayment = new() { Status = 404 };

    public async Task<FacadeAnswer> ShowAsync(FacadeVisit visit, string? reference, CancellationToken cancellationToken)
    {
        if (reference is not { Length: >= 1 and <= 64 }) return NoPayment;
        var address = await visit.RunAsync(() => store.FindPageAsync(visit.PluginId, reference, cancellationToken));
        // A guess too many is still told that it may be tried again, and not that there is none: it is not even counted.
        if (address is null && !limits.TryMiss(visit.PluginId, visit.Client, out var wait)) visit.TooMany(wait);
        // Right references open where others have guessed, too, since customers share addresses. What guessing costs is time, and a guess
        // that was right costs it as well.
        if (!limits.MayGuess(visit.PluginId, visit.Client)) visit.Guess = address is not null && visit.Guess != false;
        return address is null ? NoPayment : FacadeAnswer.Redirect(address);
    }
}
