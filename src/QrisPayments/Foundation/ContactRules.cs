namespace QrisPayments.Foundation;

/// <summary>What e-mail addresses, phone numbers and addresses of clients must look like, wherever they come from.</summary>
internal static class ContactRules
{
    public static bool IsEmail(string email) =>
        email.Count(c => c == '@') == 1 && !email.StartsWith('@') && !email.EndsWith('@') && !email.Contains(' ');

    public static bool IsOfPhone(char c) => char.IsAsciiDigit(c) || "+-() ".Contains(c);

    public static bool IsCallback(string url) =>
        url.Length <= 500 && !Faults.HasControls(url) && Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;

    /// <summary>A path on the shop's own host. "//evil.example" and "/\evil.example" are addresses of others to a browser.</summary>
    public static bool IsOwnPath(string url) =>
        url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\') && !Faults.HasControls(url);
}
