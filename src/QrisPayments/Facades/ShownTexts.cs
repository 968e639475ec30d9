using System.Text;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Facades;

/// <summary>What a gateway's client sends only to be shown, brought within the module's bounds: no sale fails at it.</summary>
internal static class ShownTexts
{
    /// <summary>Text of at most so many characters, without control characters but line ends and tabs; null when nothing is left.</summary>
    public static string? Text(string? text, int maxLength)
    {
        if (text is null) return null;
        var kept = string.Concat(StoredText.Cut(text.TrimStart(), maxLength).EnumerateRunes()
            .Select(rune => Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t') ? " " : rune.ToString())).Trim();
        return kept.Length == 0 ? null : kept;
    }

    public static Customer? Of(Customer? customer)
    {
        if (customer is null) return null;
        var known = new Customer { Name = Text(customer.Name, 100), Email = Email(customer.Email), Phone = Phone(customer.Phone) };
        return known == new Customer() ? null : known;
    }

    public static IReadOnlyList<PaymentItem> Of(IReadOnlyList<PaymentItem> items) =>
        [.. items.Select(item => item with { Id = Text(item.Id, 64), Name = Text(item.Name, 200) ?? "" })];

    private static string? Email(string? text) =>
        text?.Trim() is { Length: > 0 and <= 254 } email && ContactRules.IsEmail(email) && !email.Any(char.IsControl) ? email : null;

    /// <summary>"0812.3456.7890" is a number all the same; "-" and "tidak ada" are none.</summary>
    private static string? Phone(string? text)
    {
        var phone = text?.Replace(".", "", StringComparison.Ordinal).Replace("/", "", StringComparison.Ordinal).Trim();
        return phone is { Length: >= 1 and <= 20 } && phone.All(ContactRules.IsOfPhone) && phone.Any(char.IsAsciiDigit) ? phone : null;
    }
}
