using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>An attempt that holds a total and whose QR, total and code have not left the module.</summary>
internal sealed record UnshownAttempt
{
    public string Id { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string Account { get; init; } = "";

    /// <summary>Whole rupiah.</summary>
    public long Total { get; init; }

    /// <summary>It can be paid; otherwise it expired or was cancelled, and its total is held a while longer.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>
/// When all totals of a price are held, takes back those that were never shown, so that payments which are made and never looked at do
/// not stop a sale. Money that comes for such a total later is not theirs, since no payer can have known it: it is matched with the
/// attempt that holds the total then, or with none.
/// </summary>
internal sealed class UnshownTotals(Database database, PaymentBook book)
{
    /// <summary>Younger ones are left alone: their customers are still on the way to the page.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromMinutes(3);

    /// <summary>As many are given back at once as starts wait, within these bounds: a slow customer keeps the code as long as can be.</summary>
    private const int Min = 4;
    private const int Max = 64;

    /// <summary>More rounds for one start mean that others are always faster; then the band is as good as full.</summary>
    private const int MaxRounds = 50;

    // The conditions are those of PaymentBook.GiveBackAsync. By the reservations' key: at most as many rows as the band has totals. First
    // what has ended, which costs no customer anything.
    private const string Find = """
        SELECT a.id AS Id, a.payment_id AS PaymentId, r.account AS Account, r.total AS Total,
               CASE WHEN a.state = 'open' THEN 1 ELSE 0 END AS IsOpen
        FROM qris_reservations r JOIN qris_attempts a ON a.id = r.attempt_id JOIN qris_payments p ON p.id = a.payment_id
        WHERE r.account = @account AND r.total BETWEEN @low AND @high AND r.held_until > @now
          AND a.shown_at IS NULL AND p.review IS NULL
          AND (a.state IN ('expired', 'cancelled')
            OR (a.state = 'open' AND a.created_at < @before AND p.status = 'pending' AND p.attempt_id = a.id
              AND NOT EXISTS (SELECT 1 FROM qris_attempts other WHERE other.payment_id = a.payment_id AND other.id <> a.id
                AND other.state IN ('creating', 'open', 'unknown'))))
        ORDER BY IsOpen, a.created_at LIMIT @count
        """;

    /// <summary>How many starts wait for a band, and what is being given back for all of them.</summary>
    private sealed class Crowd
    {
        public int Size { get; set; }
        public Task<bool>? Round { get; set; }
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<TotalBand, Crowd> _crowds = [];

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
        var (spent, met) = (new HashSet<TotalBand>(), new HashSet<TotalBand>());
        try
        {
            for (var round = 1; ; round++)
            {
                var result = await startAsync(spent);
                if (fullBandOf(result) is not { } band) return result;
                if (!await ShareAsync(band, isNew: met.Add(band)).WaitAsync(cancellationToken) || round >= MaxRounds) spent.Add(band);
            }
        }
        finally
        {
            Leave(met);
        }
    }

    /// <summary>Those who come while something is being given back wait for it and try again, instead of ending the same ones.</summary>
    private Task<bool> ShareAsync(TotalBand band, bool isNew)
    {
        lock (_gate)
        {
            if (!_crowds.TryGetValue(band, out var crowd)) _crowds.Add(band, crowd = new Crowd());
            if (isNew) crowd.Size++;
            if (crowd.Round is not { IsCompleted: false })
            {
                var count = Math.Clamp(crowd.Size, Min, Max);
                crowd.Round = Task.Run(() => GiveBackAsync(band, count));
            }
            return crowd.Round;
        }
    }

    private void Leave(IEnumerable<TotalBand> bands)
    {
        lock (_gate)
            foreach (var band in bands)
                if (_crowds.TryGetValue(band, out var crowd) && --crowd.Size == 0) _crowds.Remove(band);
    }

    /// <summary>Takes some back that were never shown, the oldest first; false when the band has none.</summary>
    private async Task<bool> GiveBackAsync(TotalBand band, int count)
    {
        var found = await database.RunAsync(session => session.QueryAsync<UnshownAttempt>(Find, new
        {
            account = band.Account, low = band.Low, high = band.High, count,
            now = session.Now.ToDb(), before = (session.Now - MinAge).ToDb(),
        }), CancellationToken.None);
        // Each in a transaction of its own: one that is shown at this moment keeps its total, and the others give theirs back all the same.
        foreach (var attempt in found)
            await database.TransactAsync(session => book.GiveBackAsync(session, attempt), keep: given => given, CancellationToken.None);
        return found.Count > 0;
    }
}
