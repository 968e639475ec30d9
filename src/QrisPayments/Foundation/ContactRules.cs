namespace QrisPayments.Foundation;

/// <summary>What e-mail addresses, phone numbers and addresses of clients must look like, wherever they come from.</summary>
internal static class ContactRules
{
    /// <summary>The warning's code where a detail is kept in another form than it was sent.</summary>
    public const string Trimmed = "trimmed";

    /// <summary>The warning's code where a detail is not kept.</summary>
    public const string LeftOut = "left_out";

    private const int MaxName = 100;
    private const int MaxEmail = 254;
    private const int MaxPhone = 20;

    /// <summary>
    /// Brings a payer's details within these rules. They decorate a sale: what does not fit is trimmed or left out, and never refused.
    /// What is fitted once is left as it is.
    /// </summary>
    /// <param name="customer">As it was sent.</param>
    /// <param name="warnings">What was changed or left out. They name the field and never hold what was sent.</param>
    /// <returns>Null when nothing is left.</returns>
    public static Customer? Fit(Customer? customer, List<Fault>? warnings = null)
    {
        if (customer is null) return null;
        var fitted = new Customer
        {
            Name = Name(customer.Name, warnings), Email = Email(customer.Email, warnings), Phone = Phone(customer.Phone, warnings),
        };
        return fitted == new Customer() ? null : fitted;
    }

    public static bool IsEmail(string email) =>
        email.Count(c => c == '@') == 1 && !email.StartsWith('@') && !email.EndsWith('@') && !email.Any(char.IsWhiteSpace);

    public static bool IsCallback(string url) =>
        url.Length <= 500 && !Faults.HasControls(url) && Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;

    /// <summary>A path on the shop's own host. "//evil.example" and "/\evil.example" are addresses of others to a browser.</summary>
    public static bool IsOwnPath(string url) =>
        url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\') && !Faults.HasControls(url);

    private static string? Name(string? text, List<Fault>? warnings)
    {
        if (Seen(text) is not { } name) return null;
        if (name.Length <= MaxName) return name;
        warnings?.Add(new Fault("customer.name", Trimmed, $"customer.name was cut to {MaxName} characters."));
        return StoredText.Cut(name, MaxName).TrimEnd();
    }

    private static string? Email(string? text, List<Fault>? warnings)
    {
        if (Seen(text) is not { } email) return null;
        if (email.Length <= MaxEmail && IsEmail(email)) return email;
        warnings?.Add(new Fault("customer.email", LeftOut,
            $"customer.email was left out: it is not an address such as budi@example.com of at most {MaxEmail} characters."));
        return null;
    }

    /// <summary>"0812.3456.7890" is a number all the same, once its dots are gone; "-" and "tidak ada" are none.</summary>
    private static string? Phone(string? text, List<Fault>? warnings)
    {
        if (Seen(text) is not { } sent) return null;
        var phone = string.Concat(sent.Where(c => c is not ('.' or '/'))).Trim();
        // Only the digits of one that is too long by its spaces and brackets.
        if (phone.Length > MaxPhone) phone = string.Concat(phone.Where(c => c is not (' ' or '-' or '(' or ')')));
        if (phone.Length <= MaxPhone && phone.All(IsOfPhone) && phone.Any(char.IsAsciiDigit))
        {
            if (phone != sent) warnings?.Add(new Fault("customer.phone", Trimmed, "customer.phone was kept without its separators."));
            return phone;
        }
        warnings?.Add(new Fault("customer.phone", LeftOut,
            $"customer.phone was left out: it may hold digits, spaces and + - ( ) only, at most {MaxPhone} characters."));
        return null;
    }

    private static bool IsOfPhone(char c) => char.IsAsciiDigit(c) || "+-() ".Contains(c);

    /// <summary>On one line and without spaces around it; null when nothing is to be seen.</summary>
    private static string? Seen(string? text) =>
        text is null ? null
        : CleanText.Of(text).ReplaceLineEndings(" ").Replace('\t', ' ').Trim() is { Length: > 0 } seen ? seen
        : null;
}
