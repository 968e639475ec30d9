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
        // One guess too many is not even counted: the answer says "try again later", and not that the reference is unknown.
        if (address is null && !limits.TryMiss(visit.PluginId, visit.Client, out var wait)) visit.TooMany(wait);
        // Right references open where others have guessed, too, since customers share addresses. The price of guessing is time,
        // the same for a right and a wrong guess.
        if (!limits.MayGuess(visit.PluginId, visit.Client)) visit.Guess = address is not null && visit.Guess != false;
        return address is null ? NoPayment : FacadeAnswer.Redirect(address);
    }
}
