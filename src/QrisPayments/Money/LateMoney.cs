using QrisPayments.Payments;
using QrisPayments.Reviews;

namespace QrisPayments.Money;

/// <summary>Where late money is decided: what was sent after its payment had ended, which <see cref="Candidate.InTime"/> tells.</summary>
internal static class LateMoney
{
    public static MatchDecision Decide(Candidate candidate, LatePolicy policy) => policy == LatePolicy.Accept
        ? new MatchDecision.Settle(candidate, Late: true)
        : new MatchDecision.Review(ReviewKinds.Late, candidate,
            $"The money was sent after the payment had ended ({candidate.PaymentStatus}).");
}
