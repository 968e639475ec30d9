using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>A stored credit.</summary>
internal sealed class Credit
{
    public const string Select = """
        SELECT id AS Id, account AS Account, external_ref AS ExternalRef, source AS Source, amount AS Amount, at AS AtDb,
          precision_s AS PrecisionSeconds,
               description AS Description, outcome AS Outcome, review AS Review, payment_id AS PaymentId, attempt_id AS AttemptId,
               same_as AS SameAs, returned_at AS ReturnedAtDb, created_at AS CreatedAtDb
        FROM qris_credits
        """;

    public string Id { get; init; } = "";
    public string Account { get; init; } = "";
    public string ExternalRef { get; init; } = "";
    public string Source { get; init; } = "";
    public long Amount { get; init; }
    public DateTime AtDb { get; init; }
    public string? Description { get; init; }
    public string Outcome { get; init; } = "";
    public string? Review { get; init; }
    public string? PaymentId { get; init; }
    public string? AttemptId { get; init; }
    public string? SameAs { get; init; }
    public DateTime? ReturnedAtDb { get; init; }
    public DateTime CreatedAtDb { get; init; }

    public int PrecisionSeconds { get; init; }

    /// <summary>A person is asked whose money it is.</summary>
    public bool AsksWhoseItIs => Outcome == Outcomes.Review && PaymentId is null;

    /// <summary>A person is asked what becomes of it as this payment's money.</summary>
    public bool IsCaseOf(Candidate candidate) => Outcome == Outcomes.Review && PaymentId == candidate.PaymentId;

    /// <summary>When a person decided that it was sent back; null for money that is still here. It can pay nothing now.</summary>
    public DateTimeOffset? ReturnedAt => ReturnedAtDb.FromDb();

    public DateTimeOffset At => AtDb.FromDb();
    public TimeSpan Precision => TimeSpan.FromSeconds(PrecisionSeconds);
    public DateTimeOffset CreatedAt => CreatedAtDb.FromDb();
}
