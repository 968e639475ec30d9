using QrisPayments.Foundation;

namespace QrisPayments.Facades;

/// <summary>What a gateway's client sends only to be shown, brought within the module's bounds: no sale fails at it.</summary>
internal static class ShownTexts
{
    /// <summary>Text of at most so many characters, without what is not seen; null when nothing is left.</summary>
    public static string? Text(string? text, int maxLength)
    {
        if (text is null) return null;
        var kept = StoredText.Cut(CleanText.Of(text).TrimStart(), maxLength).TrimEnd();
        return kept.Length == 0 ? null : kept;
    }

    public static IReadOnlyList<PaymentItem> Of(IReadOnlyList<PaymentItem> items) =>
        [.. items.Select(item => item with { Id = Text(item.Id, 64), Name = Text(item.Name, 200) ?? "" })];
}
