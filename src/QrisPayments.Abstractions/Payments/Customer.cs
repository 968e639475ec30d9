namespace QrisPayments;

/// <summary>Who pays. Everything is optional; what is given is personal data and never reaches a log.</summary>
public sealed record Customer
{
    /// <summary>Up to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Up to 254 characters with one <c>@</c>.</summary>
    public string? Email { get; init; }

    /// <summary>Up to 20 characters: digits, spaces, <c>+ - ( )</c>.</summary>
    public string? Phone { get; init; }
}
