using System.Globalization;

namespace QrisPayments.Codec;

/// <summary>Keeps every finding, worded.</summary>
internal readonly struct FindingList(string text, QrisProfile profile) : IFindingSink
{
    public List<QrisFinding> Findings { get; } = [];

    public bool HasReject => Findings.Exists(static finding => finding.Severity == QrisSeverity.Reject);

    public void Report(QrisRule rule, TagPath path, int offset, int length, uint detail = 0) =>
        Report(rule, path, offset, length == 0 ? null : Excerpt.Of(text.AsSpan(offset, length)), detail);

    public void Report(QrisRule rule, TagPath path, int offset, string? found, uint detail = 0) => Findings.Add(new QrisFinding
    {
        Code = rule.Code,
        Path = path.ToString(),
        Offset = offset,
        Severity = rule.SeverityUnder(profile),
        Expected = rule.Expected.Contains('{', StringComparison.Ordinal)
            ? detail.ToString("X4", CultureInfo.InvariantCulture)
            : rule.Expected,
        Found = found,
        Message = rule.Message,
        MessageId = rule.MessageId,
    });
}
