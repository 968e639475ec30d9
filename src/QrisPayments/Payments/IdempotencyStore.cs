using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Remembers for 24 hours what a create with a key was answered.</summary>
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

    private const string Sweep = "DELETE FROM qris_idempotency WHERE created_at < @oldest";

    /// <summary>Takes the key for a new payment; false when it is taken.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="key">The key.</param>
    /// <param name="paymentId">The new payment.</param>
    /// <param name="answer">The payment that is answered, if it is known already; otherwise <see cref="AnswerAsync"/> adds it.</param>
    public Task<bool> TakeAsync(DbSession session, IdempotencyKey key, string paymentId, Payment? answer = null) =>
        session.TryInsertAsync(Insert, new
        {
            key.App, key.Route, key.Key, key.BodyHash, paymentId, response = answer is null ? null : key.Respond(answer),
            now = clock.Now().ToDb(),
        });

    public static Task AnswerAsync(DbSession session, IdempotencyKey key, Payment payment) =>
        session.ExecuteAsync(Answer, new { key.App, key.Route, key.Key, paymentId = payment.Id, response = key.Respond(payment) });

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
