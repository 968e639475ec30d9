using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>
/// The ledger: what came in and what went out, each line with the balance after it. The only writer of its table.
/// </summary>
/// <remarks>
/// A line is added after the money's own transaction has committed, so a payment that is being settled waits for no other. The worker does
/// it every second, and every reader before it reads, so that what a client is told of is in its list. Any node may do it at any moment:
/// the next serial is taken first, by a compare-and-set on its unique index, and the rest of the transaction counts on from there.
/// </remarks>
internal sealed class LedgerBook(Database database, IEnumerable<ILedgerSource> sources) : IDisposable
{
    /// <summary>How many lines one transaction adds.</summary>
    public const int Page = 256;

    private const int MaxTries = 20;

    /// <summary>How many pages a reader adds before it answers. Only an import leaves more; the worker goes on with it.</summary>
    private const int MaxPagesOfReader = 8;

    private const string FindLast = "SELECT serial AS Serial, total AS Total FROM qris_ledger ORDER BY serial DESC LIMIT 1";

    private const string FindLastOfAccount =
        "SELECT account AS Account, no AS No, balance AS Balance FROM qris_ledger WHERE account = @account ORDER BY no DESC LIMIT 1";

    private const string Insert = """
        INSERT INTO qris_ledger (account, no, serial, kind, subject, amount, balance, total, at, created_at)
        VALUES (@account, @no, @serial, @kind, @subject, @amount, @balance, @total, @at, @now)
        """;

    private readonly ILedgerSource[] _sources = [.. sources];

    /// <summary>Readers of this node wait for each other instead of racing. It decides nothing; between nodes the serial does.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Numbers the rows that have no number yet, so that the next reader finds all that was committed before the call.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (var page = 0; page < MaxPagesOfReader; page++)
            if (await NumberAsync(cancellationToken) < Page) return;
    }

    /// <summary>Numbers at most <see cref="Page"/> of the lines that wait; how many there were.</summary>
    /// <exception cref="InvalidOperationException">It could not be continued.</exception>
    public async Task<int> NumberAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await NumberInTurnAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<int> NumberInTurnAsync(CancellationToken cancellationToken)
    {
        for (var i = 1; await database.RunAsync(SomeWaitAsync, cancellationToken); i++)
        {
            // Null: another node was faster. What it left is numbered next.
            if (await database.TransactAsync(TryNumberAsync, keep: count => count is not null, cancellationToken) is { } count)
                return count;
            if (i == MaxTries)
                throw new InvalidOperationException(
                    "The ledger could not be continued: its next number is taken each time, or a row that waits was entered before.");
            await Task.Delay(Random.Shared.Next(2, 10) * i, cancellationToken);
        }
        return 0;
    }

    // Mostly nothing does, and no transaction is needed to see it.
    private async Task<bool> SomeWaitAsync(DbSession session)
    {
        var waiting = _sources.Select(source => source.Waiting(1)).ToList();
        await session.QueryAsync(waiting);
        return waiting.Exists(source => source.Rows.Count > 0);
    }

    private async Task<int?> TryNumberAsync(DbSession session)
    {
        // The last line is read first: if another node adds lines while we read the waiting rows, our serial is taken and we start over.
        var last = new Query<Last>(FindLast);
        var waiting = _sources.Select(source => source.Waiting(Page)).ToList();
        await session.QueryAsync([last, .. waiting]);
        var lines = _sources.Zip(waiting, (source, query) => query.Rows.Select(line => (Source: source, Line: line))).SelectMany(all => all)
            .OrderBy(one => one.Line.EnteredAtDb).ThenBy(one => one.Line.Subject, StringComparer.Ordinal).Take(Page).ToList();
        if (lines.Count == 0) return 0;

        var balances = await BalancesAsync(session, lines.Select(one => one.Line.Account).Distinct());
        var end = last.Rows.FirstOrDefault() ?? new Last();
        var now = session.Now.ToDb();
        for (var i = 0; i < lines.Count; i++)
        {
            var (source, line) = lines[i];
            end = new Last { Serial = end.Serial + 1, Total = checked(end.Total + line.Amount) };
            var account = balances[line.Account];
            account = balances[line.Account] = new LastOfAccount
            {
                Account = line.Account, No = account.No + 1, Balance = checked(account.Balance + line.Amount),
            };
            var row = new
            {
                account = line.Account, no = account.No, serial = end.Serial, kind = source.Kind, subject = line.Subject,
                amount = line.Amount, balance = account.Balance, total = end.Total, at = line.AtDb, now,
            };
            if (i > 0) await session.SendAsync(Insert, row);
            else if (!await session.TryInsertAsync(Insert, row)) return null;
        }
        foreach (var group in lines.GroupBy(one => one.Source, one => one.Line.Subject))
        {
            var numbered = group.Key.Numbered([.. group]);
            if (await session.ExecuteAsync(numbered.Sql, numbered.Parameters) != group.Count()) return null;
        }
        return lines.Count;
    }

    private static async Task<Dictionary<string, LastOfAccount>> BalancesAsync(DbSession session, IEnumerable<string> accounts)
    {
        var wanted = accounts.ToDictionary(account => account, account => new Query<LastOfAccount>(FindLastOfAccount, new { account }));
        await session.QueryAsync([.. wanted.Values]);
        return wanted.ToDictionary(one => one.Key, one => one.Value.Rows.FirstOrDefault() ?? new LastOfAccount { Account = one.Key });
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Last
    {
        public long Serial { get; init; }
        public long Total { get; init; }
    }

    private sealed class LastOfAccount
    {
        public string Account { get; init; } = "";
        public long No { get; init; }
        public long Balance { get; init; }
    }
}
