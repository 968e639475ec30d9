namespace QrisPayments.Payments;

/// <summary>What became of an attempt that its provider has opened, in the books: exactly one of the nested records.</summary>
internal abstract record OpenOutcome
{
    private OpenOutcome() { }

    /// <summary>The customer sees it.</summary>
    public sealed record Shown(Payment Payment) : OpenOutcome;

    /// <summary>It is not wanted any more: the payment ended meanwhile, or another node went on with it.</summary>
    public sealed record NotShown : OpenOutcome;

    /// <summary>Another attempt has the gateway's reference already; nothing was written.</summary>
    public sealed record ReferenceTaken : OpenOutcome;
}
