using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Refunds;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>All that the books hold about one payment.</summary>
internal sealed record PaymentStory(
    Payment Payment,
    IReadOnlyList<StoredAttempt> Attempts,
    IReadOnlyList<TimelineEntry> Events,
    IReadOnlyList<Credit> Credits,
    IReadOnlyList<Review> Reviews,
    IReadOnlyList<RefundEntry> Refunds,
    IReadOnlyList<StoredDelivery> Deliveries,
    IReadOnlyList<StoredTry> Tries)
{
    /// <summary>What can still be given back, whole rupiah.</summary>
    public long Refundable => Payment.Status != PaymentStatus.Paid ? 0 : (Payment.PaidAmount ?? 0)
        - Refunds.Where(entry => entry.Refund.Status != RefundStatus.Failed).Sum(entry => entry.Refund.Amount);

    public IEnumerable<Review> OpenCases => Reviews.Where(review => review.State == Review.Open);
}

/// <summary>An attempt as it stands.</summary>
internal sealed class StoredAttempt
{
    public string Id { get; init; } = "";
    public string Provider { get; init; } = "";
    public string Account { get; init; } = "";
    public string Method { get; init; } = "";
    public string State { get; init; } = "";
    public long Amount { get; init; }
    public int UniqueCode { get; init; }
    public long TotalAmount { get; init; }
    public string? ProviderRef { get; init; }
    public string? Error { get; init; }

    /// <summary>What its gateway says and cannot be read; null while it can.</summary>
    public string? Unread { get; init; }
    public DateTime CreatedAtDb { get; init; }
    public DateTime ExpiresAtDb { get; init; }
    public DateTime HeldUntilDb { get; init; }
    public DateTime? EndedAtDb { get; init; }

    public DateTimeOffset CreatedAt => CreatedAtDb.FromDb();
    public DateTimeOffset ExpiresAt => ExpiresAtDb.FromDb();
    public DateTimeOffset HeldUntil => HeldUntilDb.FromDb();
}

/// <summary>A delivery to a handler or an address.</summary>
internal sealed class StoredDelivery
{
    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Target { get; init; } = "";
    public string State { get; init; } = "";
    public int Tries { get; init; }
    public DateTime DueAtDb { get; init; }
    public string? EventType { get; init; }
    public DateTime CreatedAtDb { get; init; }

    public DateTimeOffset DueAt => DueAtDb.FromDb();
    public DateTimeOffset CreatedAt => CreatedAtDb.FromDb();
}

/// <summary>One sending of a delivery.</summary>
internal sealed class StoredTry
{
    public string DeliveryId { get; init; } = "";
    public int No { get; init; }
    public DateTime AtDb { get; init; }
    public bool Ok { get; init; }
    public int? StatusCode { get; init; }
    public int DurationMs { get; init; }
    public string? Error { get; init; }

    public DateTimeOffset At => AtDb.FromDb();
}

/// <summary>Reads it: every table by its index on the payment.</summary>
internal sealed class PaymentStories(Database database, PaymentReader payments, PaymentTimeline timeline)
{
    private const string ReadAttempts = """
        SELECT id AS Id, provider AS Provider, account AS Account, method AS Method, state AS State, amount AS Amount,
               unique_code AS UniqueCode, total_amount AS TotalAmount, provider_ref AS ProviderRef, error AS Error, unread AS Unread,
               created_at AS CreatedAtDb, expires_at AS ExpiresAtDb, held_until AS HeldUntilDb, ended_at AS EndedAtDb
        FROM qris_attempts WHERE payment_id = @id ORDER BY created_at, id
        """;

    private const string ReadCredits = Credit.Select + " WHERE attempt_id IN @attempts ORDER BY created_at";

    private const string ReadReviews = Review.Select + " WHERE r.payment_id = @id ORDER BY r.opened_at";

    private const string ReadDeliveries = """
        SELECT d.id AS Id, d.kind AS Kind, d.target AS Target, d.state AS State, d.tries AS Tries, d.due_at AS DueAtDb,
               e.type AS EventType, d.created_at AS CreatedAtDb
        FROM qris_deliveries d LEFT JOIN qris_events e ON e.id = d.event_id
        WHERE d.subject = @id ORDER BY d.created_at LIMIT 200
        """;

    private const string ReadTries = """
        SELECT t.delivery_id AS DeliveryId, t.no AS No, t.at AS AtDb, t.ok AS Ok, t.status_code AS StatusCode,
               t.duration_ms AS DurationMs, t.error AS Error
        FROM qris_delivery_tries t JOIN qris_deliveries d ON d.id = t.delivery_id
        WHERE d.subject = @id ORDER BY t.delivery_id, t.no LIMIT 1000
        """;

    /// <summary>The payment's whole story, or null.</summary>
    public async Task<PaymentStory?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await payments.FindAsync(id, cancellationToken) is not { } payment) return null;
        var events = await timeline.ReadAsync(id, cancellationToken);
        return await database.RunAsync(async session =>
        {
            var attempts = await session.QueryAsync<StoredAttempt>(ReadAttempts, new { id });
            var reviews = await session.QueryAsync<Review>(ReadReviews, new { id });
            return new PaymentStory(
                payment,
                attempts,
                events,
                attempts.Count == 0
                    ? []
                    : await session.QueryAsync<Credit>(ReadCredits, new { attempts = attempts.Select(attempt => attempt.Id) }),
                reviews,
                [.. (await RefundBook.OfPaymentAsync(session, id)).Select(refund =>
                    new RefundEntry(refund, reviews.Find(review => review.Id == refund.ReviewId)))],
                await session.QueryAsync<StoredDelivery>(ReadDeliveries, new { id }),
                await session.QueryAsync<StoredTry>(ReadTries, new { id }));
        }, cancellationToken);
    }
}
