namespace QrisPayments.Codec;

/// <summary>Says all there is to say about a text that may be a QRIS.</summary>
public static class QrisInspector
{
    /// <summary>
    /// Opens a text as far as it goes, holds it to every rule and recognises what happened to it on its way.
    /// Never throws; null is an empty text.
    /// </summary>
    /// <param name="text">The text as scanned, pasted or received.</param>
    /// <param name="profile">How strictly to check.</param>
    public static QrisInspection Inspect(string? text, QrisProfile profile = QrisProfile.Live)
    {
        text ??= string.Empty;
        var checker = new PayloadChecker<FindingList>(text, new FindingList(text, profile));
        checker.Check();

        var view = new QrisView(checker.Payload, in checker.Root, checker.IsQris);
        var list = checker.Sink;
        if (list.HasReject && checker.IsOpened) TransportDamage.Explain(checker.Payload.Text.ToString(), checker.PayloadStart, list);

        // Offsets order the list for a reader; findings at one place keep the order of the rules.
        var findings = list.Findings.OrderBy(static finding => finding.Offset).ToArray();
        var objects = checker.IsOpened ? ObjectTree.Read(checker.Payload.Text, checker.PayloadStart) : [];
        return new QrisInspection(view, findings, objects);
    }
}
