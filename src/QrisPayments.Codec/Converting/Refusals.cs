namespace QrisPayments.Codec;

/// <summary>Gathers why a request cannot be met; costs nothing while there is no reason.</summary>
internal struct Refusals
{
    private List<QrisFinding>? _findings;

    public readonly bool Any => _findings is not null;

    public readonly IReadOnlyList<QrisFinding> Findings => _findings is null ? [] : _findings.AsReadOnly();

    public void Add(QrisRule rule, TagPath path, string? found = null) =>
        (_findings ??= []).Add(new QrisFinding(
            rule.Code, path.ToString(), 0, QrisSeverity.Reject, rule.Expected, found is null ? null : Excerpt.Of(found), rule.Message, rule.MessageId));

    public void Add(IEnumerable<QrisFinding> findings) => (_findings ??= []).AddRange(findings);
}
