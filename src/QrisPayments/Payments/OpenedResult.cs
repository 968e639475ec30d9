using QrisPayments.Plugins;

namespace QrisPayments.Payments;

/// <summary>What became of an attempt that its provider has opened.</summary>
internal abstract record OpenedResult
{
    private OpenedResult() { }

    /// <summary>It is in the books. It is shown, unless its payment has ended meanwhile.</summary>
    public sealed record Recorded(Payment Payment) : OpenedResult;

    /// <summary>Another attempt has what must be its own; nothing was written.</summary>
    public sealed record Refused(OpenResult.Rejected Rejection) : OpenedResult;
}
