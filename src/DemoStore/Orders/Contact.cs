using System.Text.RegularExpressions;

namespace DemoStore.Orders;

/// <summary>How a customer can be reached: one field on the form takes either.</summary>
internal sealed partial record Contact(string? Email, string? Phone)
{
    public override string ToString() => Email ?? Phone ?? "";

    /// <summary>An e-mail address or a phone number, or null when it is neither.</summary>
    public static Contact? Parse(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.Length <= 254 && MailShape().IsMatch(text)) return new(text, null);
        var digits = text.Count(char.IsAsciiDigit);
        return text.Length <= 20 && digits is >= 8 and <= 15 && PhoneShape().IsMatch(text) ? new(null, text) : null;
    }

    [GeneratedRegex(@"^[^\s@]+@[^\s@]+\.[^\s@]{2,}$")]
    private static partial Regex MailShape();

    // The module takes the dots out of "0812.3456.7890"; they are no reason to send a customer back.
    [GeneratedRegex(@"^\+?[0-9 ().-]+$")]
    private static partial Regex PhoneShape();
}
