namespace QrisPayments.Codec;

/// <summary>One rule a payload is held to: its code, weight, wording in both languages and where it comes from.</summary>
public sealed class QrisRule
{
    internal QrisRule(QrisSeverity severity, string code, string source, string expected, string message, string messageId)
    {
        Severity = severity;
        Code = code;
        Source = source;
        Expected = expected;
        Message = message;
        MessageId = messageId;
    }

    /// <summary>Stable name in snake_case, such as <c>crc_mismatch</c>.</summary>
    public string Code { get; }

    /// <summary>Weight under <see cref="QrisProfile.Live"/>.</summary>
    public QrisSeverity Severity { get; }

    /// <summary>Where the rule comes from: a standard and the tag, or what live codes show.</summary>
    public string Source { get; }

    /// <summary>What is right, in English. <c>{0:X4}</c> stands for a checksum that is known only for a given text.</summary>
    public string Expected { get; }

    /// <summary>What a finding of this rule says, in English.</summary>
    public string Message { get; }

    /// <summary>What a finding of this rule says, in Indonesian.</summary>
    public string MessageId { get; }

    /// <summary>Weight under a profile: <see cref="QrisProfile.Strict"/> rejects what <see cref="QrisProfile.Live"/> warns about.</summary>
    public QrisSeverity SeverityUnder(QrisProfile profile) =>
        profile == QrisProfile.Strict && Severity == QrisSeverity.Warn ? QrisSeverity.Reject : Severity;

    /// <inheritdoc/>
    public override string ToString() => Code;

    internal static QrisRule Reject(string code, string source, string expected, string message, string messageId) =>
        new(QrisSeverity.Reject, code, source, expected, message, messageId);

    internal static QrisRule Warn(string code, string source, string expected, string message, string messageId) =>
        new(QrisSeverity.Warn, code, source, expected, message, messageId);

    internal static QrisRule Lenient(string code, string source, string expected, string message, string messageId) =>
        new(QrisSeverity.Lenient, code, source, expected, message, messageId);
}
