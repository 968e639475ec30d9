namespace QrisPayments.Plugins;

/// <summary>The shop as one app sees it through one facade: only what this app made through this facade.</summary>
public interface IFacadeApp
{
    /// <summary>The app as the settings describe it.</summary>
    FacadeAppInfo Info { get; }

    /// <summary>What the shop's providers can take at this moment, in the shop's order; empty when none is set up.</summary>
    IReadOnlyList<FacadeMethod> Methods { get; }

    /// <summary>
    /// Makes a payment and opens it. Takes at most 25 s, usually milliseconds. Several open payments of one order are allowed.
    /// </summary>
    Task<FacadeResult> CreateAsync(FacadeCreate create, CancellationToken cancellationToken);

    /// <summary>The payment with this reference, or null; also when it belongs to another app.</summary>
    Task<FacadePayment?> FindAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Its payments, newest first.</summary>
    Task<FacadePage> ListAsync(FacadeQuery query, CancellationToken cancellationToken);

    /// <summary>Counts and sums of its payments.</summary>
    Task<FacadeStatistics> CountAsync(FacadePeriod period, CancellationToken cancellationToken);

    /// <summary>
    /// The money that arrived on the shop's accounts and went out again, last reported first; money that two channels reported is listed
    /// once. Null when the app lacks the scope <c>ledger:read</c>.
    /// </summary>
    /// <param name="limit">1–500.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<FacadeMutation>?> ReadLedgerAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>An app as the settings describe it.</summary>
public sealed record FacadeAppInfo
{
    /// <summary>Its code: the <c>merchant_code</c> of gateways that have one.</summary>
    public required string Code { get; init; }

    /// <summary>Its number, unique in the shop: the <c>store_id</c> of gateways that have one.</summary>
    public required int Number { get; init; }

    /// <summary>The account's name at gateways that show one; the code where the settings name none.</summary>
    public required string AccountName { get; init; }

    /// <summary>The account's e-mail at gateways that show one.</summary>
    public string? Email { get; init; }

    /// <summary>The shop's name as customers see it.</summary>
    public required string ShopName { get; init; }

    /// <summary>Percent that the payer carries on top, 0–100 with up to two decimals. The module adds it; it is here to be shown.</summary>
    public decimal FeePercent { get; init; }

    /// <summary>Where the callbacks go when a create names no address. The module fills it in; it is here to be shown.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>
    /// The maximum amount per method, by the gateway's own names of methods; the facade enforces it (<see cref="MaxFor"/>).
    /// </summary>
    public IReadOnlyDictionary<string, long> Limits { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// The maximum amount that this app may ask for by a method, whole rupiah; <see cref="long.MaxValue"/> where no limit is set.
    /// </summary>
    public long MaxFor(string method) => Limits.TryGetValue(method, out var max) ? max : long.MaxValue;

    /// <summary>Whether it has the scope <c>ledger:read</c>.</summary>
    public bool MayReadLedger { get; init; }
}

/// <summary>What one of the shop's accounts can take.</summary>
public sealed record FacadeMethod
{
    /// <summary>The provider's plugin id.</summary>
    public required string Provider { get; init; }

    /// <summary>Our name of the method, such as <c>qris</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The smallest base amount, whole rupiah.</summary>
    public required long MinAmount { get; init; }

    /// <summary>The largest base amount, whole rupiah; never above the shop's own limit.</summary>
    public required long MaxAmount { get; init; }

    /// <summary>The shop adds a unique code to the amount.</summary>
    public bool AddsUniqueCode { get; init; }
}
