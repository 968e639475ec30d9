namespace QrisPayments.Payments;

/// <summary>How a create ended: exactly one of the nested records.</summary>
internal abstract record CreateOutcome
{
    private CreateOutcome() { }

    /// <summary>With what the caller is told.</summary>
    public sealed record Answered(CreateResult Result) : CreateOutcome;

    /// <summary>The idempotency key is another request's; nothing was made.</summary>
    public sealed record KeyTaken : CreateOutcome;

    /// <summary>The client's reference is another payment's; nothing was made.</summary>
    public sealed record ReferenceTaken : CreateOutcome;
}
