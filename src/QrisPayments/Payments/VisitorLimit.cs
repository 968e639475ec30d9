using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Payments;

/// <summary>
/// Keeps one visitor of the shop from holding all totals of a price: so many payments may be open that were made for the same
/// <see cref="NewPayment.Visitor"/>.
/// </summary>
internal sealed class VisitorLimit(Database database, IOptions<LimitOptions> options, TimeProvider clock)
{
    /// <summary>How long a visitor's row is kept after the last create; it decides nothing between creates.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    // Two creates of one visitor take turns from here to the commit. No gap is locked, so others go on.
    private const string TakeTurn = "INSERT INTO qris_visitors (visitor, seen_at) VALUES (@visitor, @now) ";

    private const string Seen = " seen_at = @now";

    // Without the order's own open payment: a create for that one adds none.
    private const string FindOpen = """
        SELECT id AS Id, expires_at AS ExpiresAt FROM qris_payments
        WHERE visitor = @visitor AND status = 'pending' AND (app <> @app OR open_order_id IS NULL OR open_order_id <> @orderId)
        LIMIT @limit
        """;

    private const string Sweep = "DELETE FROM qris_visitors WHERE seen_at < @oldest";

    /// <summary>
    /// What is stored of a visitor: always of one length, and an address does not stand in lists, dumps and logs. It is no secret: someone who
    /// tries every address finds it.
    /// </summary>
    public static string Hash(string visitor) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(visitor)));

    /// <summary>
    /// The refusal of a further payment of its visitor, or null. Until the transaction ends no other create of this visitor is counted.
    /// Without a visitor it asks nothing.
    /// </summary>
    /// <param name="session">The caller's transaction, or the host's, in which nothing was written for the payment yet.</param>
    /// <param name="row">The payment that is to be made.</param>
    public async Task<CreateResult.TooManyOpen?> RefuseAsync(DbSession session, PaymentRow row)
    {
        var limit = options.Value.OpenPerVisitor;
        if (row.Visitor is not { } visitor || limit == 0) return null;
        await session.SendAsync(TakeTurn + session.Dialect.OrUpdate("visitor") + Seen, new { visitor, now = session.Now.ToDb() });
        var parameters = new { visitor, app = row.App, orderId = row.OrderId, limit };
        var open = await session.QueryAsync<OpenPayment>(FindOpen, parameters);
        // A host's transaction may not see what was committed since it began, and only it sees what it has made itself.
        if (session.MaySeeOldRows())
            open.AddRange(await database.RunAsync(fresh => fresh.QueryAsync<OpenPayment>(FindOpen, parameters), session.CancellationToken));
        var ends = open.DistinctBy(payment => payment.Id).Select(payment => payment.ExpiresAt.FromDb() ?? session.Now).ToList();
        if (ends.Count < limit) return null;
        var wait = ends.Min() - session.Now;
        return new CreateResult.TooManyOpen(limit, wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
    }

    /// <summary>Forgets visitors who have not come for a day.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) =>
        database.RunAsync(session => session.ExecuteAsync(Sweep, new { oldest = (clock.Now() - Lifetime).ToDb() }), cancellationToken);

    private sealed class OpenPayment
    {
        public string Id { get; init; } = "";
        public DateTime? ExpiresAt { get; init; }
    }
}
