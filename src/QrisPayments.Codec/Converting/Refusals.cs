namespace QrisPayments.Codec;

/// <summary>Gathers why a request cannot be met; costs nothing while there is no reason.</summary>
internal struct Refusals
{
    private List<QrisFinding>? _findings;

    public readonly bool Any => _findings is not null;

    public readonly IReadOnlyList<QrisFinding> Findings => _findings is null ? [] : _findings.AsReadOnly();

    public void Add(QrisRule rule, TagPath path, string? found = null) =>
        (_findings ??= []).Add(new QrisFinding
        {
            Code = rule.Code,
            Path = path.ToString(),
            Offset = 0,
            Severity = QrisSeverity.Reject,
            Expected = rule.Expected,
            Found = found is null ? null : Excerpt.Of(found),
            Message = rule.Message,
            MessageId = rule.MessageId,
        });

    public void Add(IEnumerable<QrisFinding> findings) => (_findings ??= []).AddRange(findings);
}
