namespace QrisPayments.Plugins;

/// <summary>
/// The words by which gateways say that paid money went back, for statuses that a gateway may use without documenting them. A plugin
/// asks here before it calls a status unknown: what was paid and went back must never be dropped.
/// </summary>
public static class ReversalWords
{
    /// <summary>What a status word says about money that went back; null for every other word.</summary>
    /// <param name="status">The gateway's word, in any case, with spaces, hyphens or underscores.</param>
    /// <param name="message">For the operator, with the word in it; no secrets.</param>
    public static StatusResult? Read(string? status, string message) => Kind(status) is { } kind
        ? new StatusResult.Reversed { Kind = kind, Code = Plain(status!), Message = message }
        : null;

    private static ReversalKind? Kind(string? status) => status is null || status.Length > 40 ? null : Plain(status) switch
    {
        "refund" or "refunded" or "partial_refund" or "partial_refunded" or "partially_refunded" => ReversalKind.Refund,
        "chargeback" or "partial_chargeback" or "charged_back" or "disputed" or "dispute" => ReversalKind.Chargeback,
        "void" or "voided" or "reversal" or "reversed" => ReversalKind.Void,
        _ => null,
    };

    private static string Plain(string status) =>
        status.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
}
