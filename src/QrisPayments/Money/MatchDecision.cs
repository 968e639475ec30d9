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

    /// <summary>
    /// An earlier report of the same money from another source, about which nothing was decided. It is the one that counts; the new report
    /// only tells whose money it is.
    /// </summary>
    public Credit? First { get; init; }

    /// <summary>It pays this attempt.</summary>
    public sealed record Settle(Candidate Candidate, bool Late) : MatchDecision;

    /// <summary>
    /// A person decides. The candidate is the payment that shows the case; it is null when the money may be that of several payments, or
    /// the same as money from another source.
    /// </summary>
    public sealed record Review(string Kind, Candidate? Candidate, string Note) : MatchDecision;

    /// <summary>Another source has reported this money already.</summary>
    public sealed record SameMoney : MatchDecision;

    /// <summary>No payment asked for this total.</summary>
    public sealed record Unmatched : MatchDecision;

    /// <summary>Decides by account, exact total and time; never first-in-first-out (WIRE Q1).</summary>
    /// <param name="credit">The money.</param>
    /// <param name="attempts">Every attempt whose account and total fit, and whose time does or may if a clock is wrong.</param>
    /// <param name="heard">First reports of other sources whose time fits.</param>
    /// <param name="late">The shop's policy for money sent after the end.</param>
    public static MatchDecision Of(NewCredit credit, IReadOnlyList<Candidate> attempts, IReadOnlyList<Credit> heard, LatePolicy late)
    {
        var candidates = attempts.Where(attempt => !attempt.IsAfter(credit)).ToList();
        var clock = attempts.Where(attempt => attempt.IsAfter(credit) && !attempt.PaymentIsPaid).ToList();
        if (heard.Count > 0) return OfHeard(heard, candidates.Where(candidate => !candidate.PaymentIsPaid).Concat(clock).ToList());
        return (candidates.Count, clock.Count) switch
        {
            (1, 0) => OfOne(credit, candidates[0], late),
            (0, 1) when clock[0].ReplacedBy is not null => OfOne(credit, clock[0], late),
            (0, 1) => new Review(ReviewKinds.Clock, clock[0], "The money was sent shortly before the payment was made: a clock is wrong, "
                + "this server's or the sender's, or it is another customer's money. Check the time of this server first."),
            (0, _) => new Unmatched(),
            _ => new Review(ReviewKinds.Ambiguous, null, $"May be the money of {Names([.. candidates, .. clock])}."),
        };
    }

    /// <summary>Another source has reported money that may be this one.</summary>
    /// <param name="heard">What was reported; the nearest in time comes first.</param>
    /// <param name="unpaid">The candidates that are not paid.</param>
    private static MatchDecision OfHeard(IReadOnlyList<Credit> heard, List<Candidate> unpaid)
    {
        // What is a case of a payment was reported as that payment's money, and is reported once more. The payment may show another case.
        var held = heard.FirstOrDefault(credit => unpaid.Exists(credit.IsCaseOf));
        var waiting = unpaid.Where(candidate => !heard.Any(credit => credit.IsCaseOf(candidate))).ToList();
        // A case that is open about this amount asks the same question.
        var asking = heard.FirstOrDefault(credit => credit.AsksWhoseItIs);
        if (waiting.Count == 0) return new SameMoney { First = held ?? asking ?? heard[0] };
        if (asking is not null) return new SameMoney { First = asking };
        // If a payment still waits for exactly this total, it may just as well be that one's.
        return new Review(ReviewKinds.Ambiguous, null,
            $"May be the money of {Names(waiting)}, or the same as credit {(held ?? heard[0]).Id}.");
    }

    /// <summary>
    /// Decides about money that a gateway's own reference names as this attempt's (WIRE G2: the stored total is what counts).
    /// </summary>
    /// <param name="credit">The money.</param>
    /// <param name="named">The attempt, or null when it is not in our books.</param>
    /// <param name="heard">First reports of the same amount, of other sources, whose time fits.</param>
    /// <param name="late">The shop's policy for money sent after the end.</param>
    public static MatchDecision OfNamed(NewCredit credit, Candidate? named, IReadOnlyList<Credit> heard, LatePolicy late)
    {
        if (named is null) return new Unmatched();
        // What another payment has is that one's own money, even if it is the same amount.
        var first = heard.FirstOrDefault(other => other.PaymentId == named.PaymentId)
            ?? heard.FirstOrDefault(other => other.PaymentId is null);
        var decision = OfReference(credit, named, late);
        if (first is null) return decision;
        if (first.PaymentId is null && first.Outcome == Outcomes.Ignored && !named.PaymentIsPaid)
            return new Review(ReviewKinds.Ambiguous, named,
                $"The gateway names it as the money of {named.PaymentId}, but credit {first.Id} was "
                    + (first.ReturnedAt is null ? "put aside." : "sent back: it cannot pay it.")) { First = first };
        // A case about the payment is open already, or the money was counted for it: the gateway only says it again. What was sent back
        // never pays on its own, however many sources say whose it was.
        var isDecided = first.PaymentId is not null
            && (first.Outcome != Outcomes.Review || first.ReturnedAt is not null || decision is not Settle);
        return isDecided || (first.PaymentId is null && named.PaymentIsPaid && first.Outcome == Outcomes.Ignored)
            ? new SameMoney { First = first }
            : decision with { First = first };
    }

    private static MatchDecision OfReference(NewCredit credit, Candidate named, LatePolicy late)
    {
        if (named.PaymentIsPaid || named.ReplacedBy is not null) return OfOne(credit, named, late);
        if (credit.Amount < named.TotalAmount)
            return new Review(ReviewKinds.Underpaid, named,
                $"{Rupiah.Format(credit.Amount)} was paid instead of {Rupiah.Format(named.TotalAmount)}.");
        if (credit.Amount > named.TotalAmount)
            return new Review(ReviewKinds.Overpaid, named,
                $"{Rupiah.Format(credit.Amount)} was paid instead of {Rupiah.Format(named.TotalAmount)}.");
        // A reference is proof of whose money it is; a clock that is behind ours changes nothing about that.
        var at = credit.At > named.CreatedAtDb.FromDb() ? credit.At : named.CreatedAtDb.FromDb();
        return OfOne(credit with { At = at }, named, late);
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
        return candidate.InTime(credit.At) ? new Settle(candidate, Late: false) : LateMoney.Decide(candidate, late);
    }

    private static string Names(IEnumerable<Candidate> candidates) =>
        string.Join(" or ", candidates.Select(candidate => candidate.PaymentId));
}
