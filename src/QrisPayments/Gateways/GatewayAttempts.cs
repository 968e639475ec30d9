using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Finds attempts the way gateways name them, as plugins see them, and keeps when their gateways are asked.</summary>
internal sealed class GatewayAttempts(Database database)
{
    private const string Select = """
        SELECT a.id AS Id, a.payment_id AS PaymentId, p.order_id AS OrderId, a.account AS Account, a.provider_ref AS ProviderRef,
          a.state AS State,
               a.amount AS Amount, a.total_amount AS TotalAmount, a.polls AS Polls, a.waited_at AS WaitedAtDb, a.created_at AS CreatedAtDb,
               a.expires_at AS ExpiresAtDb, a.unread_since AS UnreadSinceDb,
               CASE WHEN a.qr_payload IS NULL AND a.provider_url IS NULL AND a.instructions IS NULL THEN 0 ELSE 1 END AS WasShown
        FROM qris_attempts a JOIN qris_payments p ON p.id = a.payment_id
        """;

    private const string ById = Select + " WHERE a.id = @id AND a.account = @account";

    private const string ByRef = Select + " WHERE a.account = @account AND a.provider_ref = @providerRef";

    private const string ByHook = Select + " WHERE a.hook_hash = @hookHash";

    // Never asked yet, or due again. Those that no longer need to be asked are among them once, to be taken off the list.
    private const string Due = Select + """

        WHERE a.account = @account AND ((a.poll_at IS NULL AND a.created_at BETWEEN @since AND @ripe) OR a.poll_at <= @now)
        ORDER BY a.poll_at, a.created_at LIMIT 50
        """;

    private const string Wait = """
        UPDATE qris_attempts SET waited_at = CASE WHEN waited_at > @at THEN waited_at ELSE @at END WHERE id = @id AND state <> 'paid'
        """;

    private const string NoteUnread =
        "UPDATE qris_attempts SET unread = @unread, unread_since = COALESCE(unread_since, @at) WHERE id = @id";

    private const string NoteRead = "UPDATE qris_attempts SET unread = NULL, unread_since = NULL WHERE id = @id";

    private const string Hasten = "UPDATE qris_attempts SET poll_at = @now WHERE id = @id AND (poll_at IS NULL OR poll_at > @now)";

    private const string Unnamed = """
        SELECT COUNT(*) FROM qris_attempts WHERE state IN ('creating', 'unknown') AND account = @account AND provider_ref IS NULL
          AND created_at > @since
        """;

    private const string Plan = "UPDATE qris_attempts SET poll_at = @pollAt, polls = polls + 1 WHERE id = @id";

    public Task<AttemptRow?> FindAsync(string account, string id, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.FirstOrDefaultAsync<AttemptRow>(ById, new { id, account }), cancellationToken);

    /// <summary>The attempt with a gateway's reference, which is unique on an account.</summary>
    public Task<AttemptRow?> FindByRefAsync(string account, string providerRef, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.FirstOrDefaultAsync<AttemptRow>(ByRef, new { account, providerRef }), cancellationToken);

    /// <summary>The attempt that a webhook names, by our name for it or by the gateway's.</summary>
    public async Task<AttemptRow?> FindAsync(string account, ReadWebhook read, CancellationToken cancellationToken) =>
        (read.AttemptId is { } id ? await FindAsync(account, id, cancellationToken) : null)
        ?? (read.ProviderRef is { } reference ? await FindByRefAsync(account, reference, cancellationToken) : null);

    public Task<AttemptRow?> FindByHookAsync(string hookHash, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.FirstOrDefaultAsync<AttemptRow>(ByHook, new { hookHash }), cancellationToken);

    /// <summary>Attempts of an account to be asked about now.</summary>
    public async Task<IReadOnlyList<AttemptRow>> FindDueAsync(string account, CancellationToken cancellationToken) =>
        await database.RunAsync(s => s.QueryAsync<AttemptRow>(Due, new
        {
            account, now = s.Now.ToDb(), ripe = (s.Now - PollSchedule.First).ToDb(), since = (s.Now - PollSchedule.Reach).ToDb(),
        }), cancellationToken);

    /// <summary>
    /// Notes the gateway's reference of an attempt that had none. False when it is another attempt's: then what was said is about that
    /// one, or the gateway is wrong about one of them.
    /// </summary>
    public async Task<bool> TryNameAsync(AttemptRow attempt, string? providerRef, CancellationToken cancellationToken) =>
        providerRef is null || attempt.ProviderRef is not null
        || await database.RunAsync(s => PaymentBook.NameAttemptAsync(s, attempt.Id, providerRef), cancellationToken);

    /// <summary>Notes that a gateway said "not paid yet".</summary>
    public Task WaitAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(Wait, new { id, at = at.ToDb() }), cancellationToken);

    /// <summary>Notes that a gateway said something about an attempt that cannot be read, since when and what it was at last.</summary>
    public Task NoteUnreadAsync(string id, string unread, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(NoteUnread, new { id, unread = StoredText.Cut(unread, 300), at = at.ToDb() }),
            cancellationToken);

    /// <summary>Notes that what a gateway says about an attempt can be read again.</summary>
    public Task NoteReadAsync(string id, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(NoteRead, new { id }), cancellationToken);

    /// <summary>Has an attempt asked about at the next look.</summary>
    public Task HastenAsync(string id, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(Hasten, new { id, now = s.Now.ToDb() }), cancellationToken);

    /// <summary>Whether there is an attempt of which the gateway's reference is not known yet.</summary>
    public Task<bool> IsAnyUnnamedAsync(string account, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.RunAsync(async s => await s.FirstOrDefaultAsync<long>(Unnamed, new { account, since = since.ToDb() }) > 0,
            cancellationToken);

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

    /// <summary>Since when what the gateway says about it cannot be read; null while it can.</summary>
    public DateTime? UnreadSinceDb { get; init; }

    /// <summary>It was given a QR, a page or instructions, so a customer may have seen its total.</summary>
    public bool WasShown { get; init; }

    public DateTimeOffset CreatedAt => CreatedAtDb.FromDb();

    public DateTimeOffset ExpiresAt => ExpiresAtDb.FromDb();

    /// <summary>The money may still come: true unless it is paid, or was rejected and never shown.</summary>
    public bool MayBePaid => State is not (AttemptStates.Paid or AttemptStates.Rejected);

    public OpenedAttempt ToOpened() => new()
    {
        AttemptId = Id, PaymentId = PaymentId, OrderId = OrderId, ProviderRef = ProviderRef, Amount = Amount, TotalAmount = TotalAmount,
        CreatedAt = CreatedAt, ExpiresAt = ExpiresAt,
    };
}
