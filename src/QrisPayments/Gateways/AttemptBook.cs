using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Finds attempts the way gateways name them, as plugins see them.</summary>
internal sealed class AttemptBook(Database database)
{
    private const string Select = """
        SELECT a.id AS Id, a.payment_id AS PaymentId, p.order_id AS OrderId, a.account AS Account, a.provider_ref AS ProviderRef, a.state AS State,
               a.amount AS Amount, a.total_amount AS TotalAmount, a.polls AS Polls, a.waited_at AS WaitedAtDb, a.created_at AS CreatedAtDb,
               a.expires_at AS ExpiresAtDb
        FROM qris_attempts a JOIN qris_payments p ON p.id = a.payment_id
        """;

    private const string ById = Select + " WHERE a.id = @id AND a.account = @account";

    private const string ByRef = Select + " WHERE a.account = @account AND a.provider_ref = @providerRef LIMIT 2";

    private const string ByHook = Select + " WHERE a.hook_hash = @hookHash";

    // Never asked yet, or due again. Those that no longer need to be asked are among them once, to be taken off the list.
    private const string Due = Select + """

        WHERE a.account = @account AND ((a.poll_at IS NULL AND a.created_at BETWEEN @since AND @ripe) OR a.poll_at <= @now)
        ORDER BY a.poll_at, a.created_at LIMIT 50
        """;

    private const string Plan = "UPDATE qris_attempts SET poll_at = @pollAt, polls = polls + 1 WHERE id = @id";

    public Task<AttemptRow?> FindAsync(string account, string id, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.FirstOrDefaultAsync<AttemptRow>(ById, new { id, account }), cancellationToken);

    /// <summary>The one attempt with a gateway's reference; null when there is none, or more than one.</summary>
    public async Task<AttemptRow?> FindByRefAsync(string account, string providerRef, CancellationToken cancellationToken) =>
        await database.RunAsync(s => s.QueryAsync<AttemptRow>(ByRef, new { account, providerRef }), cancellationToken) is [var only] ? only : null;

    public Task<AttemptRow?> FindByHookAsync(string hookHash, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.FirstOrDefaultAsync<AttemptRow>(ByHook, new { hookHash }), cancellationToken);

    /// <summary>Attempts of an account to be asked about now.</summary>
    public async Task<IReadOnlyList<AttemptRow>> FindDueAsync(string account, DateTimeOffset now, TimeSpan ripe, TimeSpan reach, CancellationToken cancellationToken) =>
        await database.RunAsync(s => s.QueryAsync<AttemptRow>(Due, new
        {
            account, now = now.ToDb(), ripe = (now - ripe).ToDb(), since = (now - reach).ToDb(),
        }), cancellationToken);

    /// <summary>Notes that an attempt was asked about, and when it is again.</summary>
    public Task PlanAsync(string id, DateTimeOffset pollAt, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(Plan, new { id, pollAt = pollAt.ToDb() }), cancellationToken);
}

/// <summary>An attempt as stored.</summary>
internal sealed class AttemptRow
{
    public string Id { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string OrderId { get; init; } = "";
    public string Account { get; init; } = "";
    public string? ProviderRef { get; init; }
    public string State { get; init; } = "";
    public long Amount { get; init; }
    public long TotalAmount { get; init; }
    public int Polls { get; init; }
    public DateTime? WaitedAtDb { get; init; }
    public DateTime CreatedAtDb { get; init; }
    public DateTime ExpiresAtDb { get; init; }

    public DateTimeOffset CreatedAt => CreatedAtDb.FromDb();

    public DateTimeOffset ExpiresAt => ExpiresAtDb.FromDb();

    /// <summary>The money may still come: everything but what is paid, and what nobody ever got to see.</summary>
    public bool MayBePaid => State is not (AttemptStates.Paid or AttemptStates.Rejected);

    public OpenedAttempt ToOpened() => new()
    {
        AttemptId = Id, PaymentId = PaymentId, OrderId = OrderId, ProviderRef = ProviderRef, Amount = Amount, TotalAmount = TotalAmount,
        CreatedAt = CreatedAt, ExpiresAt = ExpiresAt,
    };
}
