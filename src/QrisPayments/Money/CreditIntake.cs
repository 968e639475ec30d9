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
    /// <summary>How much earlier than an attempt its money may seem to be when a clock is wrong (DESIGN §4.4).</summary>
    private static readonly TimeSpan ClockError = TimeSpan.FromMinutes(5);

    // The first statement: two reports of one amount take turns from here to the commit. No gap is locked, so others go on.
    private const string TakeTurn = "INSERT INTO qris_intake (account, amount, times) VALUES (@account, @amount, 1) ";

    private const string Count = " times = qris_intake.times + 1";

    // Attempts whose time from opening to the end of the hold touches the credit's interval, or would if a clock were right. Never the
    // reservation alone: a total may have passed on to the next attempt already.
    private const string FindCandidates = Candidate.Select + """

        WHERE a.account = @account AND a.total_amount = @amount AND a.created_at <= @latest AND a.held_until >= @earliest
          AND a.state NOT IN ('rejected') AND (p.livemode = 0 OR @source <> 'sandbox')
        """;

    // The attempt that the gateway itself names, in whatever state.
    private const string FindNamed = Candidate.Select + " WHERE a.id = @attemptId AND a.account = @account";

    // First reports, and not those that this source has told of already: two from one source are two. What a person put aside still
    // counts as heard: its echo must not pay anything.
    private const string FindElsewhere = Credit.Select + " WHERE " + MoneyTime.Where + """

          AND source <> @source AND same_as IS NULL
          AND NOT EXISTS (SELECT 1 FROM qris_credits linked WHERE linked.same_as = qris_credits.id AND linked.source = @source)
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
        await session.SendAsync(TakeTurn + session.Dialect.OrUpdate("account, amount") + Count,
            new { account = credit.Account, amount = credit.Amount });
        if (holding)
            foreach (var candidate in await FindCandidatesAsync(session, credit))
                await PaymentBook.LockAsync(session, candidate.PaymentId);
        var byRef = new Query<Credit>(FindByRef, new { account = credit.Account, externalRef = credit.ExternalRef });
        var candidates = Candidates(credit);
        var time = new MoneyTime(credit.At, credit.Precision, MoneyTime.BetweenSources);
        var elsewhere = new Query<Credit>(FindElsewhere, new
        {
            account = credit.Account,
            amount = credit.Amount,
            source = credit.Source,
            low = time.Low,
            lowest = time.Lowest,
            high = time.High,
        });
        await session.QueryAsync(byRef, candidates, elsewhere);
        if (byRef.Rows is [var known] && !Answers(credit, known)) return await RepeatAsync(session, credit, known);

        // The nearest comes first.
        var heard = byRef.Rows is [var same] ? [same] : elsewhere.Rows
            .Where(other => time.Touches(other.At, other.Precision))
            .OrderBy(other => (other.At - credit.At).Duration()).ThenBy(other => other.CreatedAtDb).ToList();
        var late = options.Value.LatePolicy;
        var decision = credit.AttemptId is null
            ? MatchDecision.Of(credit, candidates.Rows, heard, late)
            : MatchDecision.OfNamed(credit, candidates.Rows.FirstOrDefault(), heard, late);
        return await ApplyAsync(session, credit, decision);
    }

    /// <summary>The gateway names the attempt of money that was reported under this very reference and belongs to none.</summary>
    private static bool Answers(NewCredit credit, Credit known) => credit.AttemptId is not null && credit.Amount == known.Amount
        && known is { SameAs: null, PaymentId: null, Outcome: Outcomes.Unmatched or Outcomes.Review };

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
            latest = (credit.At + credit.Precision + ClockError).ToDb(),
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
        var stored = decision.First is { } first ? Repeating(credit, first, decision, session.Now) : Stored(credit, decision, session.Now);
        if (decision.First is null || decision.First.ExternalRef != credit.ExternalRef)
        {
            // What repeats an earlier report is no further money.
            if (!await CreditBook.TryAddAsync(session, stored, inLedger: decision.First is null)) return null;
        }
        if (decision.First is null)
            foreach (var hearer in hearers) await hearer.HearAsync(session, stored);

        var money = decision.First ?? stored;
        var applied = decision switch
        {
            MatchDecision.Settle settle => await IdentifyAsync(session, decision, Outcomes.Matched, null, settle.Candidate)
                && await settlement.SettleAsync(session, money, settle.Candidate, settle.Late, null)
                && await CloseAsync(session, decision, settle.Candidate),
            MatchDecision.Review review => await IdentifyAsync(session, decision, Outcomes.Review, review.Kind, review.Candidate)
                && await CloseAsync(session, decision, null)
                && await ReviewAsync(session, money, review),
            _ => true,
        };
        return applied ? new CreditResult.Recorded(stored) : null;
    }

    /// <summary>Writes into the first report whose money it turned out to be. False when a person was faster.</summary>
    private static async Task<bool> IdentifyAsync(
        DbSession session, MatchDecision decision, string outcome, string? review, Candidate? candidate) =>
        decision.First is not { } first || await CreditBook.IdentifyAsync(session, first, outcome, review, candidate);

    /// <summary>The cases in which a person was asked whose the first report's money is are answered.</summary>
    private static async Task<bool> CloseAsync(DbSession session, MatchDecision decision, Candidate? paid)
    {
        if (decision.First is not { } first) return true;
        await ReviewBook.CloseOfCreditAsync(session, first.Id, "same_money", session.Now);
        if (first.PaymentId is not null && paid is not null) await PaymentBook.ShowOpenCaseAsync(session, paid.PaymentId);
        return true;
    }

    private static Credit Stored(NewCredit credit, MatchDecision decision, DateTimeOffset now) => decision switch
    {
        MatchDecision.Settle settle => Stored(credit, Outcomes.Matched, null, settle.Candidate, now),
        MatchDecision.Review review => Stored(credit, Outcomes.Review, review.Kind, review.Candidate, now),
        _ => Stored(credit, Outcomes.Unmatched, null, null, now),
    };

    /// <summary>A report of money that another one counts for.</summary>
    private static Credit Repeating(NewCredit credit, Credit first, MatchDecision decision, DateTimeOffset now)
    {
        var candidate = (decision as MatchDecision.Settle)?.Candidate ?? (decision as MatchDecision.Review)?.Candidate;
        return Stored(credit, Outcomes.Ignored, null, candidate, now, first);
    }

    private static Credit Stored(
        NewCredit credit, string outcome, string? review, Candidate? candidate, DateTimeOffset now, Credit? first = null) => new()
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
        Review = review,
        PaymentId = candidate?.PaymentId ?? first?.PaymentId,
        AttemptId = candidate?.AttemptId ?? first?.AttemptId,
        SameAs = first?.Id,
        CreatedAtDb = now.ToDb(),
    };

    private async Task<bool> ReviewAsync(DbSession session, Credit credit, MatchDecision.Review review)
    {
        if (review.Candidate is { } candidate)
            return await book.OpenReviewAsync(session, candidate.PaymentId, candidate.PaymentVersion, review.Kind, credit.Id, credit.Amount,
                review.Note);
        await ReviewBook.OpenAsync(session, review.Kind, null, credit.Id, review.Note, session.Now);
        return true;
    }
}
