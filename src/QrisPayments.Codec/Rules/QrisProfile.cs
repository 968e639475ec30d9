namespace QrisPayments.Codec;

/// <summary>How strictly a payload is checked.</summary>
public enum QrisProfile
{
    /// <summary>For codes that others issued: what the field shows is accepted, and each tolerance is reported.</summary>
    Live,

    /// <summary>For codes that we issue: whatever <see cref="Live"/> warns about is rejected.</summary>
    Strict,
}
