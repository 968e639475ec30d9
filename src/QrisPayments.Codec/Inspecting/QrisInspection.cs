namespace QrisPayments.Codec;

/// <summary>
/// What a text was found to be. The values are filled as far as the text could be opened, also when it is not valid:
/// nothing may be charged or shown from them unless <see cref="IsValid"/> is true.
/// </summary>
public sealed class QrisInspection
{
    internal QrisInspection(QrisView view, IReadOnlyList<QrisFinding> findings, IReadOnlyList<QrisObject> objects)
    {
        Findings = findings;
        Objects = objects;
        IsValid = !findings.Any(static finding => finding.Severity == QrisSeverity.Reject);
        IsQris = view.IsQris;
        IsDynamic = view.IsDynamic;
        Amount = view.Amount;
        AmountText = TextOf(view.AmountText);
        TipIndicator = TextOf(view[55]);
        MerchantName = TextOf(view.MerchantName);
        MerchantCity = TextOf(view.MerchantCity);
        PostalCode = TextOf(view[61]);
        CategoryCode = TextOf(view[52]);
        CurrencyCode = TextOf(view.CurrencyCode);
        CountryCode = TextOf(view.CountryCode);
        Nmid = TextOf(view.Nmid);
        Pan = TextOf(view.Pan);
        Nns = TextOf(view.Nns);
        Criteria = TextOf(view.Criteria);
        PanKind = PanKinds.Of(view.Pan);
        Purpose = TextOf(view[ObjectLevel.AdditionalData, 8]);
    }

    /// <summary>Nothing was found that the profile rejects.</summary>
    public bool IsValid { get; }

    /// <summary>The national rules apply: currency 360, country ID, or an Indonesian account.</summary>
    public bool IsQris { get; }

    /// <summary>Tag 01 is 12.</summary>
    public bool IsDynamic { get; }

    /// <summary>Tag 54 in whole rupiah; null when absent, not in rupiah, or not whole.</summary>
    public long? Amount { get; }

    /// <summary>Tag 54 as it is written.</summary>
    public string? AmountText { get; }

    /// <summary>
    /// Tag 55: <c>01</c> the payer types a tip, <c>02</c> fixed, <c>03</c> percentage; with it the payer may pay another total.
    /// </summary>
    public string? TipIndicator { get; }

    /// <summary>Tag 59.</summary>
    public string? MerchantName { get; }

    /// <summary>Tag 60.</summary>
    public string? MerchantCity { get; }

    /// <summary>Tag 61.</summary>
    public string? PostalCode { get; }

    /// <summary>Tag 52, ISO 18245.</summary>
    public string? CategoryCode { get; }

    /// <summary>Tag 53, ISO 4217 numeric; <c>360</c> is the rupiah.</summary>
    public string? CurrencyCode { get; }

    /// <summary>Tag 58, ISO 3166-1 alpha-2.</summary>
    public string? CountryCode { get; }

    /// <summary>The national merchant id (51.02) of a QRIS.</summary>
    public string? Nmid { get; }

    /// <summary>The merchant PAN of a QRIS's first acquirer (26-45.01), often without its check digit.</summary>
    public string? Pan { get; }

    /// <summary>The first eight digits of <see cref="Pan"/>: the institution.</summary>
    public string? Nns { get; }

    /// <summary>What the ninth digit of <see cref="Pan"/> says about the account; null without one.</summary>
    public QrisPanKind? PanKind { get; }

    /// <summary>The merchant criteria of the first acquirer (26-45.03); null where issuers assume URE.</summary>
    public string? Criteria { get; }

    /// <summary>
    /// Tag 62.08: <c>BOOK</c>, <c>DMCT</c>, <c>XBCT</c> for transfers, <c>CWDL</c>, <c>CDPT</c> for cash, else free text.
    /// </summary>
    public string? Purpose { get; }

    /// <summary>All findings, in the order of their offsets.</summary>
    public IReadOnlyList<QrisFinding> Findings { get; }

    /// <summary>The objects in their order, as far as the text could be opened.</summary>
    public IReadOnlyList<QrisObject> Objects { get; }

    /// <summary>The first object at a path such as <c>26.01</c>; null when there is none.</summary>
    public QrisObject? Find(string path) => QrisPayload.Find(Objects, path);

    private static string? TextOf(ReadOnlySpan<char> value) => value.IsEmpty ? null : value.ToString();
}
