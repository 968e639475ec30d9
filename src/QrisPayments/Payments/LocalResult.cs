using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>How starting a payment at a provider that calls no gateway ended: exactly one of the nested records.</summary>
internal abstract record LocalResult
{
    private LocalResult() { }

    /// <summary>It is stored, and a customer can be shown what to pay.</summary>
    public sealed record Open(Payment Payment) : LocalResult;

    /// <summary>Nothing was stored, and this is the answer to the create.</summary>
    public sealed record Refused(CreateOutcome Outcome) : LocalResult;

    /// <summary>Nothing was stored: the attempt is to be stored before its provider is asked.</summary>
    /// <param name="Answer">What the provider said already, which is then to be recorded.</param>
    public sealed record StoreFirst(OpenAnswer? Answer) : LocalResult;

    /// <summary>Nothing was stored: the payment has changed since it was read.</summary>
    public sealed record Changed : LocalResult;

    /// <summary>Nothing was stored: the total is no longer free, or the attempt is too old. Another one is to be opened.</summary>
    public sealed record Again : LocalResult;
}
