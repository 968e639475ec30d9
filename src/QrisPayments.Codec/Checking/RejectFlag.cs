namespace QrisPayments.Codec;

/// <summary>Remembers only whether anything was rejected.</summary>
internal struct RejectFlag(QrisProfile profile) : IFindingSink
{
    public bool Rejected { get; private set; }

    public void Report(QrisRule rule, TagPath path, int offset, int length, uint detail = 0) =>
        Rejected |= rule.SeverityUnder(profile) == QrisSeverity.Reject;
}
