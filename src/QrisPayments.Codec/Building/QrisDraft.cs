namespace QrisPayments.Codec;

/// <summary>
/// The parts of a payload to build. The defaults make a QRIS; for another country's code set
/// <see cref="CurrencyCode"/>, <see cref="CountryCode"/> and <see cref="Others"/>.
/// </summary>
public sealed record QrisDraft
{
    /// <summary>Tag 01: 12 instead of 11.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>The acquirers, written as 26, 27 and so on.</summary>
    public IReadOnlyList<QrisAcquirer> Acquirers { get; init; } = [];

    /// <summary>51.02: the national merchant id, ID and 13 digits; null leaves out tag 51.</summary>
    public string? Nmid { get; init; }

    /// <summary>51.03; null leaves it out.</summary>
    public string? NmidCriteria { get; init; }

    /// <summary>Tag 52, ISO 18245: four digits.</summary>
    public required string CategoryCode { get; init; }

    /// <summary>Tag 53, ISO 4217 numeric.</summary>
    public string CurrencyCode { get; init; } = Currency.Rupiah;

    /// <summary>Tag 54 in whole units of the currency; null lets the payer type it.</summary>
    public long? Amount { get; init; }

    /// <summary>Tag 54 as exact decimal text, in place of <see cref="Amount"/>.</summary>
    public string? AmountText { get; init; }

    /// <summary>Tags 55 to 57.</summary>
    public QrisTip? Tip { get; init; }

    /// <summary>Tag 58, ISO 3166-1 alpha-2.</summary>
    public string CountryCode { get; init; } = "ID";

    /// <summary>Tag 59: at most 25 characters.</summary>
    public required string MerchantName { get; init; }

    /// <summary>Tag 60: at most 15 characters.</summary>
    public required string MerchantCity { get; init; }

    /// <summary>Tag 61: at most 10 characters; a QRIS must have it.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Tag 62.</summary>
    public QrisAdditionalData? AdditionalData { get; init; }

    /// <summary>Any other objects, such as another country's account, a language template (64) or unreserved ones (80-99).</summary>
    public IReadOnlyList<QrisPart> Others { get; init; } = [];
}
