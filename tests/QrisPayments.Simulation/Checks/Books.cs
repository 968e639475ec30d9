using Dapper;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Checks;

/// <summary>The shop's books as they stand at the end, read at one moment.</summary>
internal sealed record Books(
    IReadOnlyDictionary<string, BookedPayment> Payments, IReadOnlyList<BookedCredit> Credits, IReadOnlyList<BookedAttempt> Attempts,
    IReadOnlyList<BookedCallback> Callbacks)
{
    private const string SelectPayments = """
        SELECT id AS Id, app AS App, order_id AS OrderId, status AS Status, paid_amount AS PaidAmount, review AS Review FROM qris_payments
        """;

    private const string SelectCredits = """
        SELECT id AS Id, account AS Account, external_ref AS Reference, source AS Source, amount AS Amount, outcome AS Outcome,
               payment_id AS PaymentId, same_as AS SameAs FROM qris_credits
        """;

    private const string SelectAttempts = """
        SELECT id AS Id, payment_id AS PaymentId, account AS Account, total_amount AS Total, created_at AS CreatedAt,
               held_until AS HeldUntil FROM qris_attempts
        """;

    private const string SelectCallbacks = """
        SELECT d.event_id AS EventId, d.subject AS PaymentId, d.state AS State, e.type AS Type
        FROM qris_deliveries d JOIN qris_events e ON e.id = d.event_id WHERE d.kind = 'callback'
        """;

    /// <summary>How far from its own time money may be looked for: a phone's whole minute, and clocks that differ.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Whether its total passed from one attempt to another so shortly before or after that a person has to look: whose it is, and
    /// whether a second report tells of the same, cannot be known then.
    /// </summary>
    public bool IsBlurred(Transfer money) => Attempts.Count(attempt => attempt.Account == money.Account && attempt.Total == money.Amount
        && attempt.CreatedAt < money.At + Blur && attempt.HeldUntil > money.At - Blur) > 1;

    public static async Task<Books> ReadAsync(string connectionString)
    {
        await using var connection = new MySqlConnection(connectionString + ";DateTimeKind=Utc");
        await connection.OpenAsync();
        return new Books(
            (await connection.QueryAsync<BookedPayment>(SelectPayments)).ToDictionary(payment => payment.Id, StringComparer.Ordinal),
            [.. await connection.QueryAsync<BookedCredit>(SelectCredits)],
            [.. await connection.QueryAsync<BookedAttempt>(SelectAttempts)],
            [.. await connection.QueryAsync<BookedCallback>(SelectCallbacks)]);
    }
}

internal sealed record BookedPayment
{
    public string Id { get; init; } = "";
    public string App { get; init; } = "";
    public string OrderId { get; init; } = "";
    public string Status { get; init; } = "";
    public long? PaidAmount { get; init; }
    public string? Review { get; init; }
}

internal sealed record BookedCredit
{
    public string Id { get; init; } = "";
    public string Account { get; init; } = "";
    public string Reference { get; init; } = "";
    public string Source { get; init; } = "";
    public long Amount { get; init; }
    public string Outcome { get; init; } = "";
    public string? PaymentId { get; init; }
    public string? SameAs { get; init; }
}

internal sealed record BookedAttempt
{
    public string Id { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string Account { get; init; } = "";
    public long Total { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime HeldUntil { get; init; }
}

internal sealed record BookedCallback
{
    public string EventId { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string State { get; init; } = "";
    public string Type { get; init; } = "";
}
