using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Remembers for 24 hours what a create or refund with a key was answered.</summary>
internal sealed class IdempotencyStore(Database database, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const string Insert = """
        INSERT INTO qris_idempotency (app, route, idem_key, body_hash, payment_id, response, created_at)
        VALUES (@App, @Route, @Key, @BodyHash, @paymentId, @response, @now)
        """;

    private const string Forget = "DELETE FROM qris_idempotency WHERE payment_id = @paymentId AND response IS NULL";

    private const string ForgetOld = """
        DELETE FROM qris_idempotency WHERE app = @App AND route = @Route AND idem_key = @Key AND created_at < @oldest
        """;

    private const string Answer = """
        UPDATE qris_idempotency SET response = @response
        WHERE app = @App AND route = @Route AND idem_key = @Key AND payment_id = @paymentId AND response IS NULL
        """;

    private const string Read = """
        SELECT body_hash AS BodyHash, payment_id AS PaymentId, response AS Response, created_at AS CreatedAt
        FROM qris_idempotency WHERE app = @App AND route = @Route AND idem_key = @Key
        """;

    private const string GiveBack = """
        DELETE FROM qris_idempotency WHERE app = @App AND route = @Route AND idem_key = @Key AND payment_id = @paymentId
          AND response IS NULL
        """;

    private const string Sweep = "DELETE FROM qris_idempotency WHERE created_at < @oldest";

    /// <summary>Takes the key for a new payment; false when it is taken.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="key">The key.</param>
    /// <param name="paymentId">The new payment.</param>
    /// <param name="answer">The payment that is answered, if it is known already; otherwise the answer is added later.</param>
    public Task<bool> TakeAsync(DbSession session, IdempotencyKey key, string paymentId, Payment? answer = null) =>
        session.TryInsertAsync(Insert, new
        {
            key.App, key.Route, key.Key, key.BodyHash, paymentId, response = answer is null ? null : key.Respond!(answer),
            now = clock.Now().ToDb(),
        });

    public static Task AnswerAsync(DbSession session, IdempotencyKey key, Payment payment) =>
        AnswerAsync(session, key, payment.Id, key.Respond!(payment));

    /// <summary>Stores the answer to a request that took the key before.</summary>
    public static Task AnswerAsync(DbSession session, IdempotencyKey key, string paymentId, string response) =>
        session.ExecuteAsync(Answer, new { key.App, key.Route, key.Key, paymentId, response });

    /// <summary>
    /// Takes the key inside a transaction, or finds who has it: null when it is the caller's. An old one makes room.
    /// </summary>
    /// <exception cref="QrisTransientException">
    /// Another has the key since the host's transaction began, and is not to be seen in it.
    /// </exception>
    public async Task<IdempotencyRecord?> TakeOrFindAsync(DbSession session, IdempotencyKey key, string paymentId)
    {
        var oldest = (clock.Now() - Lifetime).ToDb();
        // An old one is deleted only where there is one: under REPEATABLE READ, a DELETE that finds nothing locks out the keys around it.
        for (var isFirst = true; ; isFirst = false)
        {
            if (await TakeAsync(session, key, paymentId)) return null;
            var found = await session.FirstOrDefaultAsync<IdempotencyRecord>(Read, new { key.App, key.Route, key.Key });
            if (found?.CreatedAt >= oldest) return found;
            if (found is null || !isFirst) throw Unseen(session);
            await session.ExecuteAsync(ForgetOld, new { key.App, key.Route, key.Key, oldest });
        }
    }

    private static Exception Unseen(DbSession session) => session.IsJoined
        ? new QrisTransientException("Another request came with the same key at the same moment. "
            + "Roll your transaction back and run all of it again.")
        : new InvalidOperationException("An idempotency key was taken, and is not there.");

    /// <summary>Gives a key back that this transaction took: what was asked for came to nothing.</summary>
    public static Task GiveBackAsync(DbSession session, IdempotencyKey key, string paymentId) =>
        session.ExecuteAsync(GiveBack, new { key.App, key.Route, key.Key, paymentId });

    /// <summary>The create came to nothing: the key may be used again. Only a 201 is remembered.</summary>
    public static Task ForgetAsync(DbSession session, string paymentId) => session.ExecuteAsync(Forget, new { paymentId });

    public async Task<IdempotencyRecord?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(s => s.FirstOrDefaultAsync<IdempotencyRecord>(Read, new { key.App, key.Route, key.Key }),
            cancellationToken);
        if (found is null || found.CreatedAt.FromDb() >= clock.Now() - Lifetime) return found;
        await database.TransactAsync(
            s => s.ExecuteAsync(ForgetOld, new { key.App, key.Route, key.Key, oldest = (clock.Now() - Lifetime).ToDb() }),
                cancellationToken);
        return null;
    }

    public Task SweepAsync(CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(Sweep, new { oldest = (clock.Now() - Lifetime).ToDb() }), cancellationToken);
}
