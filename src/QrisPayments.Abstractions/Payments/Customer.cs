namespace QrisPayments;

/// <summary>
/// Who pays. Everything is optional; what is given is personal data and never reaches a log. What does not fit is trimmed or left out,
/// never refused, and named in <see cref="CreateResult.Created.Warnings"/>.
/// </summary>
public sealed record Customer
{
    /// <summary>Up to 100 characters; a longer one is cut.</summary>
    public string? Name { get; init; }

    /// <summary>Up to 254 characters with one <c>@</c> and no spaces.</summary>
    public string? Email { get; init; }

    /// <summary>Up to 20 characters: digits, spaces, <c>+ - ( )</c>; dots and slashes are taken out.</summary>
    public string? Phone { get; init; }
}
