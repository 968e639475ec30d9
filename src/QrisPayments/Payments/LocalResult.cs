using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>How starting a payment at a provider that reaches nobody ended: exactly one of the nested records.</summary>
internal abstract record LocalResult
{
    private LocalResult() { }

    /// <summary>It is stored, and a customer can be shown what to pay.</summary>
    public sealed record Open(Payment Payment) : LocalResult;

    /// <summary>Nothing was stored, and this is the answer.</summary>
    public sealed record Refused(CreateOutcome Outcome) : LocalResult;

    /// <summary>Nothing was stored: the attempt is to be stored before its provider is asked.</summary>
    /// <param name="Answer">What the provider said already.</param>
    public sealed record NotHere(OpenAnswer? Answer = null) : LocalResult;

    /// <summary>Nothing was stored: somebody else has the total.</summary>
    public sealed record TotalTaken : LocalResult;

    /// <summary>Nothing was stored: somebody else has changed the payment.</summary>
    public sealed record TakenByOther : LocalResult;
}
