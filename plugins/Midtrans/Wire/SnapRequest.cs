namespace QrisPayments.Midtrans.Wire;

/// <summary>The body of <c>POST /snap/v1/transactions</c>.</summary>
internal sealed record SnapRequest
{
    public required TransactionDetails TransactionDetails { get; init; }

    public IReadOnlyList<ItemDetail>? ItemDetails { get; init; }

    public CustomerDetails? CustomerDetails { get; init; }

    public IReadOnlyList<string>? EnabledPayments { get; init; }

    public SnapCallbacks? Callbacks { get; init; }

    public SnapExpiry? Expiry { get; init; }

    public SnapPageExpiry? PageExpiry { get; init; }
}

/// <summary>Where the page sends the customer afterwards.</summary>
internal sealed record SnapCallbacks(string Finish);

/// <summary>How long a way to pay that was chosen on the page stays open.</summary>
/// <param name="StartTime"><c>yyyy-MM-dd HH:mm:ss +0700</c>.</param>
/// <param name="Duration">From there on, in units.</param>
/// <param name="Unit"><c>minutes</c>.</param>
internal sealed record SnapExpiry(string StartTime, int Duration, string Unit);

/// <summary>How long the page itself stays open.</summary>
internal sealed record SnapPageExpiry(int Duration, string Unit);
