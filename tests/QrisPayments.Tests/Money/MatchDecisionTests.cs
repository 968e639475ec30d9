using FsCheck;
using FsCheck.Fluent;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Reviews;

namespace QrisPayments.Tests.Money;

public sealed class MatchDecisionTests
{
    private static readonly DateTimeOffset Expiry = new(2026, 1, 1, 5, 15, 0, TimeSpan.Zero);

    private static Candidate Waiting(
        string attemptState = AttemptStates.Open, string status = Statuses.Pending, string? review = null) => new()
    {
        AttemptId = "att_1", PaymentId = "pay_1", AttemptState = attemptState, PaymentStatus = status, PaymentReview = review,
        ExpiresAtDb = Expiry.UtcDateTime,
    };

    private static NewCredit Money(DateTimeOffset at) => new()
    {
        Account = "a", ExternalRef = "r", Source = "s", Amount = 50_347, At = at, Precision = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public void Money_in_time_settles() =>
        Assert.False(Assert.IsType<MatchDecision.Settle>(MatchDecision.Of(Money(Expiry), [Waiting()], [], LatePolicy.Review)).Late);

    [Fact]
    public void Money_sent_in_time_settles_also_when_we_hear_of_it_after_the_expiry() =>
        Assert.False(Assert.IsType<MatchDecision.Settle>(
            MatchDecision.Of(Money(Expiry.AddMinutes(-1)), [Waiting(AttemptStates.Expired, Statuses.Expired)], [],
                LatePolicy.Review)).Late);

    [Fact]
    public void Money_sent_after_the_expiry_is_late_also_when_nobody_has_expired_the_payment_yet() =>
        Assert.Equal(ReviewKinds.Late, Assert.IsType<MatchDecision.Review>(
            MatchDecision.Of(Money(Expiry.AddSeconds(1)), [Waiting()], [], LatePolicy.Review)).Kind);

    [Fact]
    public void The_policy_may_accept_late_money() =>
        Assert.True(Assert.IsType<MatchDecision.Settle>(
            MatchDecision.Of(Money(Expiry.AddMinutes(5)), [Waiting(AttemptStates.Expired, Statuses.Expired)], [],
                LatePolicy.Accept)).Late);

    [Fact]
    public void Nothing_is_in_time_after_a_cancel() =>
        Assert.Equal(ReviewKinds.Late, Assert.IsType<MatchDecision.Review>(
            MatchDecision.Of(Money(Expiry.AddMinutes(-10)), [Waiting(AttemptStates.Cancelled, Statuses.Cancelled)], [],
                LatePolicy.Review)).Kind);

    [Fact]
    public void A_paid_payment_is_never_settled_again() =>
        Assert.Equal(ReviewKinds.PaidTwice, Assert.IsType<MatchDecision.Review>(
            MatchDecision.Of(Money(Expiry.AddMinutes(-10)), [Waiting(AttemptStates.Paid, Statuses.Paid)], [], LatePolicy.Accept)).Kind);

    [Fact]
    public void The_same_money_from_another_source_is_ignored_when_nobody_waits() =>
        Assert.IsType<MatchDecision.SameMoney>(
            MatchDecision.Of(Money(Expiry), [Waiting(AttemptStates.Paid, Statuses.Paid)], [new Credit { Id = "crd_1" }], LatePolicy.Review));

    [Theory]
    [InlineData(-10)]
    [InlineData(5)]
    public void F04_money_for_a_replaced_payment_pays_nothing_whenever_it_was_sent_whatever_it_is_and_whatever_the_policy_is(int minutes)
    {
        foreach (var state in new[] { AttemptStates.Cancelled, AttemptStates.Open, AttemptStates.Expired })
        foreach (var amount in new[] { 50_347, 50_000 })
        {
            var (money, replaced) = (Money(Expiry.AddMinutes(minutes)) with { Amount = amount }, Replaced(state));
            foreach (var decision in new[]
            {
                MatchDecision.Of(money, [replaced], [], LatePolicy.Accept),
                MatchDecision.OfNamed(money, replaced, [], LatePolicy.Accept),
            })
            {
                var review = Assert.IsType<MatchDecision.Review>(decision);
                Assert.Equal((ReviewKinds.Replaced, "pay_1"), (review.Kind, review.Candidate!.PaymentId));
                Assert.Contains("pay_2", review.Note, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void F04_a_second_report_of_money_for_a_replaced_payment_is_the_same_money() =>
        Assert.IsType<MatchDecision.SameMoney>(MatchDecision.Of(Money(Expiry), [Replaced(AttemptStates.Cancelled, ReviewKinds.Replaced)],
            [new Credit { Id = "crd_1", Outcome = Outcomes.Review, PaymentId = "pay_1" }], LatePolicy.Review));

    [Theory]
    [InlineData(ReviewKinds.Clock)]
    [InlineData(ReviewKinds.Late)]
    [InlineData(ReviewKinds.Claimed)]
    [InlineData(null)]
    public void F02_money_that_is_a_case_of_the_payment_is_the_same_money_whatever_case_the_payment_shows(string? shown)
    {
        var held = new Credit { Id = "crd_2", Outcome = Outcomes.Review, PaymentId = "pay_1" };
        var another = new Credit { Id = "crd_1", Outcome = Outcomes.Matched, PaymentId = "pay_9" };

        var decision = MatchDecision.Of(Money(Expiry), [Waiting(review: shown)], [another, held], LatePolicy.Review);

        Assert.Same(held, Assert.IsType<MatchDecision.SameMoney>(decision).First);
    }

    [Fact]
    public void F02_a_case_of_one_payment_does_not_answer_for_another_that_waits()
    {
        var held = new Credit { Id = "crd_1", Outcome = Outcomes.Review, PaymentId = "pay_9" };

        var review = Assert.IsType<MatchDecision.Review>(MatchDecision.Of(Money(Expiry), [Waiting()], [held], LatePolicy.Review));

        Assert.Equal((ReviewKinds.Ambiguous, null, null), (review.Kind, review.First, review.Candidate));
    }

    private static Candidate Replaced(string attemptState, string? review = null) => new()
    {
        AttemptId = "att_1", PaymentId = "pay_1", AttemptState = attemptState, PaymentStatus = Statuses.Cancelled, PaymentReview = review,
        TotalAmount = 50_347, ReplacedBy = "pay_2", ExpiresAtDb = Expiry.UtcDateTime,
    };

    [Fact]
    public void It_is_a_case_for_a_person_when_somebody_waits_for_that_total() =>
        Assert.Equal(ReviewKinds.Ambiguous, Assert.IsType<MatchDecision.Review>(
            MatchDecision.Of(Money(Expiry), [Waiting(AttemptStates.Paid, Statuses.Paid), Waiting()], [new Credit { Id = "crd_1" }],
                LatePolicy.Review)).Kind);

    [Fact]
    public void Money_settles_only_where_exactly_one_unpaid_candidate_is_there_and_nobody_else_reported_it()
    {
        var candidates = Gen.Elements(
            Waiting(), Waiting(AttemptStates.Expired, Statuses.Expired), Waiting(AttemptStates.Cancelled, Statuses.Cancelled),
            Waiting(AttemptStates.Paid, Statuses.Paid), Waiting(AttemptStates.Unknown), Waiting(review: ReviewKinds.Claimed));
        var cases = from list in Gen.ListOf(candidates)
                    from minutes in Gen.Choose(-15, 60)
                    from heard in Gen.Elements<Credit[]>([], [new Credit { Id = "crd_1" }])
                    from late in Gen.Elements(LatePolicy.Accept, LatePolicy.Review)
                    select (List: list.Take(3).ToList(), At: Expiry.AddMinutes(minutes), heard, late);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var decision = MatchDecision.Of(Money(c.At), c.List, c.heard, c.late);
            if (decision is MatchDecision.Settle settle)
            {
                Assert.Empty(c.heard);
                Assert.Same(Assert.Single(c.List), settle.Candidate);
                Assert.False(settle.Candidate.PaymentIsPaid);
                Assert.Equal(settle.Late, !settle.Candidate.InTime(c.At));
                Assert.True(c.late == LatePolicy.Accept || !settle.Late);
            }
            if (c.List.Count == 0 && c.heard.Length == 0) Assert.IsType<MatchDecision.Unmatched>(decision);
            if (c.List.Count > 0) Assert.IsNotType<MatchDecision.Unmatched>(decision);
        }).QuickCheckThrowOnFailure();
    }
}
