using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using QrisPayments.Outbox;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Totals;

/// <summary>What a total is wanted for.</summary>
/// <param name="Amount">The base amount, whole rupiah.</param>
/// <param name="MaxTotal">The greatest total that can be paid at once.</param>
/// <param name="Codes">The unique codes that may be added; null for the shop's own range.</param>
internal sealed record TotalRequest(long Amount, long MaxTotal, UniqueCodeRange? Codes = null);

/// <summary>Takes a free total on an account. The primary key (account, total) decides between nodes.</summary>
internal sealed class TotalReserver(IOptions<MatchingOptions> options)
{
    private const int MaxLooks = 200;
    private const int MaxBands = 10_000;

    private const string ReadBand = """
        SELECT total AS Total, taken_at AS TakenAt, held_until AS HeldUntil
        FROM qris_reservations WHERE account = @account AND total BETWEEN @low AND @high
        """;

    private const string ReadFree = """
        SELECT total AS Total, taken_at AS TakenAt, held_until AS HeldUntil
        FROM qris_reservations WHERE account = @account AND total BETWEEN @low AND @high AND held_until <= @now
        ORDER BY taken_at LIMIT @pool
        """;

    private const string TakeNew = """
        INSERT INTO qris_reservations (account, total, attempt_id, taken_at, held_until)
        VALUES (@account, @total, @attemptId, @now, @heldUntil)
        """;

    private const string TakeUsed = """
        UPDATE qris_reservations SET attempt_id = @attemptId, taken_at = @now, held_until = @heldUntil
        WHERE account = @account AND total = @total AND taken_at = @seen AND held_until <= @now
        """;

    private const string HoldUntil = """
        UPDATE qris_reservations SET held_until = @heldUntil WHERE account = @account AND total = @total AND attempt_id = @attemptId
        """;

    private const string ReadHolder = "SELECT attempt_id FROM qris_reservations WHERE account = @account AND total = @total";

    // From the holder that was seen, who needs it no more; one that came since keeps it.
    private const string TakeGiven = """
        UPDATE qris_reservations SET attempt_id = @attemptId, taken_at = @now, held_until = @heldUntil
        WHERE account = @account AND total = @total AND (held_until <= @now OR attempt_id = @holder)
        """;

    /// <summary>
    /// Totals that this process is taking at this moment. Skipping them spares a wait on the other's row lock; it decides
    /// nothing, so that several nodes need not share it.
    /// </summary>
    private readonly ConcurrentDictionary<(string Account, long Total), byte> _underWay = new();

    /// <summary>
    /// Bands of which every total has a row: an ordinary price after some days. For them the few that come into question
    /// are read and not the whole band, which would be the dearest part of a create.
    /// </summary>
    private readonly ConcurrentDictionary<(string Account, long Low, long High), byte> _full = new();

    /// <summary>Takes a total for an attempt within the caller's transaction.</summary>
    public async Task<ReserveResult> TakeAsync(
        DbSession session, Underway underway, string account, string attemptId, TotalRequest request, DateTimeOffset now,
            DateTimeOffset heldUntil)
    {
        for (var look = 1; ; look++)
        {
            var choice = await ChooseAsync(session, account, request, now);
            if (choice.Totals.Count == 0 && !choice.SomeUnderway)
                return new ReserveResult.Exhausted(BandOf(account, request), choice.NextFree.FromDb() - now);

            foreach (var candidate in choice.Totals)
            {
                if (underway.Claim(account, candidate.Total) && await TakeAsync(session, account, candidate, attemptId, now, heldUntil))
                    return new ReserveResult.Taken(candidate.Total, (int)(candidate.Total - request.Amount));
            }
            // Other payments took all candidates meanwhile, and some totals may become free again. Read again a few times; a band
            // with this much competition is as good as full.
            if (look == MaxLooks) return new ReserveResult.Exhausted(BandOf(account, request), TimeSpan.FromSeconds(1));
            await Task.Delay(Random.Shared.Next(1, 10), session.CancellationToken);
        }
    }

    /// <summary>
    /// Finds a total for an attempt that is made before anything is stored. Until the end of <paramref name="underway"/> no neighbour in
    /// this process looks at it; taking it decides. Null when none is free now.
    /// </summary>
    public async Task<HeldTotal?> FindAsync(
        DbSession session, Underway underway, string account, TotalRequest request, DateTimeOffset now) =>
        (await ChooseAsync(session, account, request, now)).Totals.FirstOrDefault(free => underway.Claim(account, free.Total));

    /// <summary>Takes a total that was found free; false when another attempt took it first.</summary>
    public static async Task<bool> TakeAsync(
        DbSession session, string account, HeldTotal free, string attemptId, DateTimeOffset now, DateTimeOffset heldUntil)
    {
        var parameters = new
        {
            account, total = free.Total, attemptId, now = now.ToDb(), heldUntil = heldUntil.ToDb(), seen = free.TakenAt,
        };
        // What has no row was never used.
        return free.TakenAt == DateTime.MinValue
            ? await session.TryInsertAsync(TakeNew, parameters)
            : await session.ExecuteAsync(TakeUsed, parameters) == 1;
    }

    /// <summary>
    /// The totals that stay within what can be paid at once. An amount at the very limit has one, its own.
    /// </summary>
    private TotalBand BandOf(string account, TotalRequest request)
    {
        var (codeMin, codeMax) = (request.Codes?.Min ?? options.Value.CodeMin, request.Codes?.Max ?? options.Value.CodeMax);
        var room = (int)Math.Clamp(request.MaxTotal - request.Amount, 0, codeMax);
        return new TotalBand(account, request.Amount + Math.Min(codeMin, room), request.Amount + room);
    }

    private async Task<TotalChoice> ChooseAsync(DbSession session, string account, TotalRequest request, DateTimeOffset at)
    {
        var (amount, now) = (request.Amount, at.ToDb());
        var (_, low, high) = BandOf(account, request);
        if (_full.ContainsKey((account, low, high)))
        {
            // Twice as many, since our own neighbours may be taking as many at this moment.
            var free = await session.QueryAsync<HeldTotal>(ReadFree, new { account, low, high, now, pool = 2 * TotalChoice.Pool });
            var pool = free.Where(row => !IsUnderway(row.Total)).Take(TotalChoice.Pool).ToList();
            // Fewer: the band is nearly exhausted, or rows have been taken away by hand. Then all of it is looked at.
            if (pool.Count == TotalChoice.Pool) return TotalChoice.Among(pool, Random.Shared);
        }
        var band = await session.QueryAsync<HeldTotal>(ReadBand, new { account, low, high });
        if (band.Count == high - low + 1 && _full.Count < MaxBands) _full.TryAdd((account, low, high), 0);
        return TotalChoice.Of(amount, (int)(low - amount), (int)(high - amount), band, now, Random.Shared, IsUnderway);

        bool IsUnderway(long total) => _underWay.ContainsKey((account, total));
    }

    /// <summary>Takes the total that a gateway gave an attempt; false when another open attempt has it (WIRE M5).</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="account">Whose total it is.</param>
    /// <param name="total">In whole rupiah.</param>
    /// <param name="attemptId">Who takes it.</param>
    /// <param name="heldUntil">For how long.</param>
    /// <param name="needsIt">
    /// Whether the attempt that holds it still needs it. If not it is free, whatever the hold says: the gateway gives it out anew.
    /// </param>
    public static async Task<bool> TakeGivenAsync(
        DbSession session, string account, long total, string attemptId, DateTimeOffset heldUntil, Func<string, Task<bool>> needsIt)
    {
        var holder = await session.FirstOrDefaultAsync<string>(ReadHolder, new { account, total });
        if (holder is not null && await needsIt(holder)) holder = null;
        var parameters = new { account, total, attemptId, holder, now = session.Now.ToDb(), heldUntil = heldUntil.ToDb() };
        return await session.ExecuteAsync(TakeGiven, parameters) == 1 || await session.TryInsertAsync(TakeNew, parameters);
    }

    /// <summary>
    /// Sets the end of an attempt's hold, when it ended before its time or was never shown; nothing happens when the total has passed on.
    /// </summary>
    public static Task HoldAsync(DbSession session, string account, long total, string attemptId, DateTimeOffset heldUntil) =>
        session.SendAsync(HoldUntil, new { account, total, attemptId, heldUntil = heldUntil.ToDb() });

    /// <summary>Notes what one transaction is taking; dispose it when the transaction has ended.</summary>
    public Underway Begin() => new(this);

    internal sealed class Underway(TotalReserver reserver) : IDisposable
    {
        private readonly List<(string, long)> _mine = [];

        public bool Claim(string account, long total)
        {
            if (!reserver._underWay.TryAdd((account, total), 0)) return false;
            _mine.Add((account, total));
            return true;
        }

        /// <summary>A transaction that is run again starts from nothing.</summary>
        public void Restart() => Dispose();

        public void Dispose()
        {
            foreach (var key in _mine) reserver._underWay.TryRemove(key, out _);
            _mine.Clear();
        }
    }
}
