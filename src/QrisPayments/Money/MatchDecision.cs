using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>
/// What a credit means: a pure decision over the candidates, applied elsewhere. Late money is decided by <see cref="LateMoney"/>.
/// </summary>
internal abstract record MatchDecision
{
    private MatchDecision() { }

    /// <summary>It pays this attempt.</summary>
    public sealed record Settle(Candidate Candidate, bool Late) : MatchDecision
    {
        /// <summary>Another source's report of the same money, of which nobody knew whose it was.</summary>
        public Credit? Answers { get; init; }
    }

    /// <summary>A person decides; the candidate is null when there are several.</summary>
    public sealed record Review(string Kind, Candidate? Candidate, string Note) : MatchDecision;

    /// <summary>Another source has reported this money already.</summary>
    public sealed record SameMoney(Credit Other) : MatchDecision;

    /// <summary>Nobody asked for this total.</summary>
    public sealed record Unmatched : MatchDecision;

    /// <summary>Decides by account, exact total and time; never first-in-first-out (WIRE Q1).</summary>
    /// <param name="credit">The money.</param>
    /// <param name="candidates">Every attempt whose account, total and time fit.</param>
    /// <param name="heardElsewhere">A credit of another source, within a minute, that is not linked to one of ours yet.</param>
    /// <param name="late">The shop's policy for money sent after the end.</param>
    public static MatchDecision Of(NewCredit credit, IReadOnlyList<Candidate> candidates, Credit? heardElsewhere, LatePolicy late)
    {
        var waiting = candidates
            .Where(candidate => !candidate.PaymentIsPaid && candidate.PaymentReview is not (ReviewKinds.Late or ReviewKinds.Replaced))
            .ToList();
        if (heardElsewhere is not null)
        {
            // If somebody still waits for exactly this total, it may just as well be theirs.
            return waiting.Count == 0
                ? new SameMoney(heardElsewhere)
                : new Review(ReviewKinds.Ambiguous, null,
                    $"May be the money of {Names(waiting)}, or the same as credit {heardElsewhere.Id}.");
        }
        return candidates.Count switch
        {
            0 => new Unmatched(),
            > 1 => new Review(ReviewKinds.Ambiguous, null, $"May be the money of {Names(candidates)}."),
            _ => OfOne(credit, candidates[0], late),
        };
    }

    /// <summary>
    /// Decides about money that a gateway's own reference names as this attempt's (WIRE G2: the stored total is what counts).
    /// </summary>
    /// <param name="credit">The money.</param>
    /// <param name="named">The attempt, or null when it is not in our books.</param>
    /// <param name="heardElsewhere">A credit of another source, within a minute, of the same amount.</param>
    /// <param name="late">The shop's policy for money sent after the end.</param>
    public static MatchDecision OfNamed(NewCredit credit, Candidate? named, Credit? heardElsewhere, LatePolicy late)
    {
        if (named is null) return new Unmatched();
        // Reported by total before, and counted for this very payment: the gateway only says it again.
        if (named.PaymentIsPaid && heardElsewhere?.PaymentId == named.PaymentId) return new SameMoney(heardElsewhere);
        if (named.PaymentIsPaid || named.ReplacedBy is not null) return OfOne(credit, named, late);
        if (credit.Amount < named.TotalAmount)
            return new Review(ReviewKinds.Underpaid, named,
                $"{Rupiah.Format(credit.Amount)} was paid instead of {Rupiah.Format(named.TotalAmount)}.");
        if (credit.Amount > named.TotalAmount)
            return new Review(ReviewKinds.Overpaid, named,
                $"{Rupiah.Format(credit.Amount)} was paid instead of {Rupiah.Format(named.TotalAmount)}.");
        // A reference is proof of whose money it is; a clock that is behind ours changes nothing about that.
        var at = credit.At > named.CreatedAtDb.FromDb() ? credit.At : named.CreatedAtDb.FromDb();
        var decision = OfOne(credit with { At = at, Precision = TimeSpan.FromTicks(Math.Max(credit.Precision.Ticks, 1)) }, named, late);
        return decision is Settle settle && heardElsewhere is { PaymentId: null, Outcome: Outcomes.Review or Outcomes.Unmatched }
            ? settle with { Answers = heardElsewhere }
            : decision;
    }

    private static MatchDecision OfOne(NewCredit credit, Candidate candidate, LatePolicy late)
    {
        if (candidate.PaymentIsPaid)
            return new Review(ReviewKinds.PaidTwice, candidate, "The payment was paid already; this money came on top.");
        // Whatever the policy for late money is, and also when it was sent before: the order asks for something else now.
        if (candidate.ReplacedBy is { } by)
            return new Review(ReviewKinds.Replaced, candidate,
                $"{Rupiah.Format(credit.Amount)} came for a payment of {Rupiah.Format(candidate.TotalAmount)} that was replaced by {by} "
                    + "when the order changed. It pays neither of them by itself.");
        if (candidate.IsAfter(credit))
            return new Review(ReviewKinds.Ambiguous, candidate, "The money was sent shortly before the payment was made: "
                + "the sender's clock, or somebody else's money.");
        return candidate.InTime(credit.At) ? new Settle(candidate, Late: false) : LateMoney.Decide(candidate, late);
    }

    private static string Names(IEnumerable<Candidate> candidates) =>
        string.Join(" or ", candidates.Select(candidate => candidate.PaymentId));
}
