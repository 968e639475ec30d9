using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>Takes in money: stores the credit, decides what it means and settles, in one transaction.</summary>
internal sealed class CreditIntake(
    Database database, PaymentBook book, Settlement settlement, IEnumerable<IHearCredits> hearers, IOptions<PaymentOptions> options)
{
    /// <summary>How much earlier than our own clock a source's clock may be.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>How far two sources may differ about the same money.</summary>
    private static readonly TimeSpan SameMoneyWindow = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The coarsest that is looked back for. A ledger tells minutes; a gateway that tells no time leaves all between its last
    /// "not paid yet" and now.
    /// </summary>
    private static readonly TimeSpan MaxPrecision = TimeSpan.FromHours(24);

    // Attempts whose time from opening to the end of the hold touches the credit's interval. Never the reservation alone:
    // a total may have passed on to the next attempt already.
    private const string FindCandidates = Candidate.Select + """

        WHERE a.account = @account AND a.total_amount = @amount AND a.created_at <= @latest AND a.held_until >= @earliest
          AND a.state NOT IN ('rejected') AND (p.livemode = 0 OR @source <> 'sandbox')
        """;

    // The attempt that the gateway itself names, in whatever state.
    private const string FindNamed = Candidate.Select + " WHERE a.id = @attemptId AND a.account = @account";

    // Not what repeats another credit itself. What a person put aside still counts as heard: its echo must not pay anything.
    private const string FindElsewhere = Credit.Select + """

        WHERE account = @account AND amount = @amount AND at BETWEEN @lowest AND @high AND (at >= @low OR precision_s > 0)
          AND source <> @source AND same_as IS NULL
          AND NOT EXISTS (SELECT 1 FROM qris_credits linked WHERE linked.same_as = qris_credits.id)
        ORDER BY at DESC LIMIT 200
        """;

    private const string FindByRef = Credit.Select + " WHERE account = @account AND external_ref = @externalRef";

    /// <summary>Takes in one credit. Repeating it is harmless.</summary>
    public async Task<CreditResult> ReceiveAsync(NewCredit credit, CancellationToken cancellationToken)
    {
        for (var again = false; ; again = true)
        {
            // Null: somebody changed the payment or took the reference between our look and our write. Look again, this time
            // with the payments in our hands: a crowd that reports on one payment would push each other away for minutes.
            var result = await database.TransactAsync(session => TryReceiveAsync(session, credit, again),
                keep: result => result is not null, cancellationToken);
            if (result is not null) return result;
        }
    }

    private async Task<CreditResult?> TryReceiveAsync(DbSession session, NewCredit credit, bool holding)
    {
        if (holding)
            foreach (var candidate in await FindCandidatesAsync(session, credit))
                await PaymentBook.LockAsync(session, candidate.PaymentId);
        var byRef = new Query<Credit>(FindByRef, new { account = credit.Account, externalRef = credit.ExternalRef });
        var candidatesOf = Candidates(credit);
        var elsewhere = new Query<Credit>(FindElsewhere, new
        {
            account = credit.Account,
            amount = credit.Amount,
            source = credit.Source,
            low = (credit.At - SameMoneyWindow).ToDb(),
            lowest = (credit.At - SameMoneyWindow - MaxPrecision).ToDb(),
            high = (credit.At + credit.Precision + SameMoneyWindow).ToDb(),
        });
        await session.QueryAsync(byRef, candidatesOf, elsewhere);
        if (byRef.Rows is [var known]) return await RepeatAsync(session, credit, known);

        // Each is an interval; the far end of the other's is known only now.
        var fitting = elsewhere.Rows.Where(other => other.At + other.Precision + SameMoneyWindow >= credit.At)
            .OrderBy(other => other.CreatedAtDb).ToList();
        var candidates = candidatesOf.Rows;
        var mine = credit.AttemptId is null ? null : candidates.FirstOrDefault()?.PaymentId;
        var same = (mine is null ? null : fitting.Find(other => other.PaymentId == mine) ?? fitting.Find(other => other.PaymentId is null))
            ?? fitting.FirstOrDefault();
        // Another source's report may have been committed after we looked at the candidates. What it did to them counts.
        if (same is not null) candidates = await FindCandidatesAsync(session, credit);
        var late = options.Value.LatePolicy;
        var decision = credit.AttemptId is null
            ? MatchDecision.Of(credit, candidates, same, late)
            : MatchDecision.OfNamed(credit, candidates.FirstOrDefault(), same, late);
        return await ApplyAsync(session, credit, decision);
    }

    private static async Task<List<Candidate>> FindCandidatesAsync(DbSession session, NewCredit credit)
    {
        var candidates = Candidates(credit);
        await session.QueryAsync(candidates);
        return candidates.Rows;
    }

    private static Query<Candidate> Candidates(NewCredit credit) => credit.AttemptId is { } attemptId
        ? new(FindNamed, new { attemptId, account = credit.Account })
        : new(FindCandidates, new
        {
            account = credit.Account,
            amount = credit.Amount,
            latest = (credit.At + credit.Precision + Skew).ToDb(),
            earliest = credit.At.ToDb(),
            source = credit.Source,
        });

    /// <summary>The reference is known. Another amount is never counted, and never forgotten: each opens a case.</summary>
    private async Task<CreditResult> RepeatAsync(DbSession session, NewCredit credit, Credit known)
    {
        if (known.Amount == credit.Amount) return new CreditResult.Known(known);
        var note = $"Reference {credit.ExternalRef} stands with {Rupiah.Format(known.Amount)} and was reported again with "
            + $"{Rupiah.Format(credit.Amount)}.";
        var isNew = await ReviewBook.TryOpenConflictAsync(session, known.Id, known.PaymentId, credit.Amount, note, session.Now);
        if (isNew && known.PaymentId is { } paymentId) await book.MarkConflictAsync(session, paymentId, known.Id, credit.Amount);
        return new CreditResult.Conflict(known);
    }

    private async Task<CreditResult?> ApplyAsync(DbSession session, NewCredit credit, MatchDecision decision)
    {
        var stored = Stored(credit, decision, session.Now);
        // What repeats an earlier report, or answers whose that was, is no further money.
        var inLedger = decision is not (MatchDecision.SameMoney or MatchDecision.Settle { Answers: not null });
        if (!await CreditBook.TryAddAsync(session, stored, inLedger)) return null;
        if (inLedger)
            foreach (var hearer in hearers) await hearer.HearAsync(session, stored);

        var applied = decision switch
        {
            MatchDecision.Settle settle => await settlement.SettleAsync(session, stored, settle.Candidate, settle.Late, null)
                && (settle.Answers is not { } other || await AnswerAsync(session, other, stored)),
            MatchDecision.Review review => await ReviewAsync(session, stored, review),
            _ => true,
        };
        return applied ? new CreditResult.Recorded(stored) : null;
    }

    private static Credit Stored(NewCredit credit, MatchDecision decision, DateTimeOffset now)
    {
        var (outcome, candidate, kind, sameAs) = decision switch
        {
            MatchDecision.Settle settle => (Outcomes.Matched, settle.Candidate, null, null),
            MatchDecision.Review review => (Outcomes.Review, review.Candidate, review.Kind, null),
            MatchDecision.SameMoney same => (Outcomes.Ignored, null, null, same.Other),
            _ => (Outcomes.Unmatched, (Candidate?)null, (string?)null, (Credit?)null),
        };
        return new Credit
        {
            Id = PublicId.New("crd"),
            Account = credit.Account,
            ExternalRef = credit.ExternalRef,
            Source = credit.Source,
            Amount = credit.Amount,
            AtDb = credit.At.ToDb(),
            PrecisionSeconds = (int)credit.Precision.TotalSeconds,
            Description = credit.Description,
            Outcome = outcome,
            Review = kind,
            PaymentId = candidate?.PaymentId ?? sameAs?.PaymentId,
            AttemptId = candidate?.AttemptId ?? sameAs?.AttemptId,
            SameAs = sameAs?.Id,
            CreatedAtDb = now.ToDb(),
        };
    }

    /// <summary>The other report is this money: it must not pay for anything else. False when a person was faster.</summary>
    private static async Task<bool> AnswerAsync(DbSession session, Credit other, Credit stored)
    {
        if (!await CreditBook.LinkAsync(session, other, stored)) return false;
        await ReviewBook.CloseOfCreditAsync(session, other.Id, "same_money", session.Now);
        return true;
    }

    private async Task<bool> ReviewAsync(DbSession session, Credit credit, MatchDecision.Review review)
    {
        if (review.Candidate is { } candidate)
            return await book.OpenReviewAsync(session, candidate.PaymentId, candidate.PaymentVersion, review.Kind, credit.Id, credit.Amount,
                review.Note);
        await ReviewBook.OpenAsync(session, review.Kind, null, credit.Id, review.Note, session.Now);
        return true;
    }
}
