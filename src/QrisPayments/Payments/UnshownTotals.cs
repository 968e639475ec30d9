using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>An open attempt whose QR, total and code have not left the module.</summary>
internal sealed record UnshownAttempt
{
    public string Id { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string Account { get; init; } = "";

    /// <summary>Whole rupiah.</summary>
    public long Total { get; init; }
}

/// <summary>
/// When all totals of a price are held, takes back those that nobody has seen, so that payments which are made and never looked at do not
/// stop a sale. Money that comes for such a total later is not theirs, since no payer can know of them: it is matched with whoever holds the
/// total then.
/// </summary>
internal sealed class UnshownTotals(Database database, PaymentBook book)
{
    /// <summary>Younger ones are left alone: their customers are still on the way to the page.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromMinutes(3);

    /// <summary>How many are ended at once: enough for a crowd, and no more than needed.</summary>
    private const int Some = 16;

    /// <summary>More rounds for one start mean that others are always faster; then the band is as good as full.</summary>
    private const int MaxRounds = 50;

    // The conditions are those of PaymentBook.GiveBackAsync. By the reservations' key: at most as many rows as the band has totals.
    private const string Find = """
        SELECT a.id AS Id, a.payment_id AS PaymentId, r.account AS Account, r.total AS Total
        FROM qris_reservations r JOIN qris_attempts a ON a.id = r.attempt_id JOIN qris_payments p ON p.id = a.payment_id
        WHERE r.account = @account AND r.total BETWEEN @low AND @high AND r.held_until > @now
          AND a.state = 'open' AND a.shown_at IS NULL AND a.created_at < @before
          AND p.status = 'pending' AND p.attempt_id = a.id AND p.review IS NULL
          AND NOT EXISTS (SELECT 1 FROM qris_attempts other WHERE other.payment_id = a.payment_id AND other.id <> a.id
            AND other.state IN ('creating', 'open', 'unknown'))
        ORDER BY a.created_at LIMIT @some
        """;

    /// <summary>
    /// Runs a start, and again each time that it meets a full band of which something was given back. What it wrote before it met the band
    /// must be rolled back.
    /// </summary>
    /// <param name="startAsync">The start; it is told which bands have nothing to give back, and passes over these.</param>
    /// <param name="fullBandOf">The full band that stopped it, or null.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    public async Task<T> StartAsync<T>(
        Func<IReadOnlySet<TotalBand>, Task<T>> startAsync, Func<T, TotalBand?> fullBandOf, CancellationToken cancellationToken)
    {
        var spent = new HashSet<TotalBand>();
        for (var round = 1; ; round++)
        {
            var result = await startAsync(spent);
            if (fullBandOf(result) is not { } band) return result;
            if (!await GiveBackAsync(band, cancellationToken) || round >= MaxRounds) spent.Add(band);
        }
    }

    /// <summary>Ends some that nobody has seen, the oldest first; false when the band has none.</summary>
    private async Task<bool> GiveBackAsync(TotalBand band, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(session => session.QueryAsync<UnshownAttempt>(Find, new
        {
            account = band.Account, low = band.Low, high = band.High, now = session.Now.ToDb(), before = (session.Now - MinAge).ToDb(),
            some = Some,
        }), cancellationToken);
        // Each by itself: one that is shown at this moment keeps its total, and the others are ended all the same.
        foreach (var attempt in found)
            await database.TransactAsync(session => book.GiveBackAsync(session, attempt), keep: given => given, cancellationToken);
        return found.Count > 0;
    }
}
