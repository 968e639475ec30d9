namespace QrisPayments.Foundation;

/// <summary>Text of others on its way into a column.</summary>
internal static class StoredText
{
    /// <summary>Cuts what is too long: a remark must never keep money from being stored.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength) return text;
        // Not through the middle of a character.
        return text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }
}
