namespace QrisPayments.Codec;

/// <summary>
/// Where the checker's findings go. The checker is generic over it so that "is it valid?" and "what is all that is
/// wrong?" are answered by the same rules in the same order, and the first costs no allocation.
/// </summary>
internal interface IFindingSink
{
    /// <param name="rule">The rule that applies.</param>
    /// <param name="path">The object it applies to.</param>
    /// <param name="offset">Where, in the text as given.</param>
    /// <param name="length">How many UTF-16 units are shown as found; 0 when something is missing.</param>
    /// <param name="detail">The number that the rule's expectation quotes, such as the right checksum.</param>
    void Report(QrisRule rule, TagPath path, int offset, int length, uint detail = 0);
}
