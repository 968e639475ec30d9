using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>
/// Takes in the refunds that a gateway tells of a paid payment: each by its name, or all by their sum. Nothing is taken for the same by its
/// amount alone, and nothing is counted that may be counted already: a person decides that. The caller has locked the payment.
/// </summary>
internal sealed class ToldRefunds(PaymentBook book, RefundCompletion completion)
{
    /// <summary>How much earlier than ours a gateway's clock may be.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Why what a webhook says was not taken in.</summary>
    public const string Denied = "A genuine webhook says so, and the gateway does not when it is asked.";

    /// <summary>Takes in what is told; false when it cannot be judged yet.</summary>
    public Task<bool> TakeAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said) =>
        said.Refunds.Count > 0 ? TakeListAsync(session, payment, said)
        : said.TotalRefunded is { } total ? TakeTotalAsync(session, payment, said, total)
        : TakeWordAsync(session, payment, said);

    /// <summary>What a person reads of it.</summary>
    public static string Words(StatusResult.Reversed said) => $"{said.Code}: {said.Message}"
        + (said.TotalRefunded is { } total ? $" In all {Rupiah.Format(total)} went back." : "")
        + (said.Kind != ReversalKind.Refund && said.Refunds.Count > 0
            ? $" It lists {string.Join(", ", said.Refunds.Select(one => $"{Rupiah.Format(one.Amount)} ({one.Key ?? one.Reference ?? "?"})"))}."
            : "");

    /// <summary>Opens a dispute about all of it; always true.</summary>
    public async Task<bool> DisputeAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said, string remark = "")
    {
        await book.DisputeAsync(session, Disputed(payment, said, $"{Words(said)} {remark}".TrimEnd(), said.TotalRefunded, null));
        return true;
    }

    /// <summary>
    /// Disputes what a genuine webhook says and the gateway does not: each refund that it lists under its own name, so that the dispute
    /// closes when that refund is counted.
    /// </summary>
    public async Task DenyAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said)
    {
        var known = await RefundBook.OfPaymentAsync(session, payment.Id);
        if (said.Kind != ReversalKind.Refund || (said.Refunds.Count == 0 && said.TotalRefunded is null))
            await DisputeAsync(session, payment, said, Denied);
        else if (said.Refunds.Count == 0)
            await DisputeSumAsync(session, payment, said, said.TotalRefunded!.Value, known, Denied);
        else
            foreach (var told in ToldRefund.Of(said.Refunds))
                // What is in the books, or is being asked about, needs no decision.
                if (known.Find(told.Is) is not { } same || same.State == RefundStates.Failed || same.Amount != told.Amount)
                    await DisputeAsync(session, payment, said, told, Denied);
    }

    private async Task<bool> TakeListAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said)
    {
        var known = await RefundBook.OfPaymentAsync(session, payment.Id);
        var news = new List<ToldRefund>();
        foreach (var told in ToldRefund.Of(said.Refunds))
            if (known.FirstOrDefault(told.Is) is { } same)
            {
                await TakeSameAsync(session, payment, said, same, told);
                known.Remove(same);
            }
            else
                news.Add(told);

        // What was counted without the gateway's name may be any of these.
        var nameless = known.Where(refund => refund.State == RefundStates.Done && ToldRefund.IsMadeUp(refund.GatewayKey)).ToList();
        await AdoptAsync(session, nameless, news);
        var uncertain = nameless.Sum(refund => refund.Amount);
        if (news.Sum(told => told.Amount) <= uncertain) news.Clear();
        foreach (var told in news)
            if (uncertain > 0)
                await DisputeAsync(session, payment, said, told,
                    $"{Rupiah.Format(uncertain)} that it told of without a name are counted already, and this may be part of them");
            else
                await TakeNewAsync(session, payment, said, told);
        var listed = said.Refunds.Sum(refund => refund.Amount);
        return said.TotalRefunded is not { } total || total <= listed || await DisputeAsync(session, payment, said,
            $"The gateway says that {Rupiah.Format(total)} went back, and lists {Rupiah.Format(listed)} of it.");
    }

    private async Task TakeSameAsync(
        DbSession session, PaymentRow payment, StatusResult.Reversed said, StoredRefund same, ToldRefund told)
    {
        if (same.Amount != told.Amount)
        {
            await DisputeAsync(session, payment, said, told, $"refund {same.Id} has {Rupiah.Format(same.Amount)} here");
            return;
        }
        await completion.DoneAtGatewayAsync(session, same, told.Reference, When(session, payment, told));
        await RefundBook.NameAtGatewayAsync(session, same.Id, told.Name);
    }

    /// <summary>
    /// A refund that was counted without the gateway's name gets the name by which it is told now, if its amount says which it is.
    /// </summary>
    private static async Task AdoptAsync(DbSession session, List<StoredRefund> nameless, List<ToldRefund> news)
    {
        foreach (var refund in nameless.ToList())
            if (news.Where(told => told.Amount == refund.Amount).ToList() is [var told]
                && nameless.Count(other => other.Amount == refund.Amount) == 1)
            {
                await RefundBook.RenameAtGatewayAsync(session, refund.Id, refund.GatewayKey!, told.Name);
                nameless.Remove(refund);
                news.Remove(told);
            }
    }

    private async Task TakeNewAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said, ToldRefund told)
    {
        // Read anew for each: the one before may have ended what this one would be taken for.
        var known = await RefundBook.OfPaymentAsync(session, payment.Id);
        var alike = known.Where(refund => refund.MayBeToldAs(told.Amount)).ToList();
        var awaited = alike.Where(refund => refund.IsUnderWay && told.At >= refund.CreatedAt.FromDb() - Skew).ToList();
        if (alike.Count == 1 && awaited.Count == 1)
        {
            // A person was asked to send it, and did so at the gateway's dashboard.
            await completion.DoneAtGatewayAsync(session, awaited[0], told.Reference, When(session, payment, told));
            await RefundBook.NameAtGatewayAsync(session, awaited[0].Id, told.Name);
            return;
        }
        // What was sent back before it was asked for here is another one.
        alike.RemoveAll(refund => refund.IsUnderWay && told.At < refund.CreatedAt.FromDb() - Skew);
        if (alike.Count > 0)
            await DisputeAsync(session, payment, said, told, MayBe(alike));
        else
            await CountAsync(session, payment, said, told);
    }

    /// <summary>The gateway tells only how much went back in all: what is beyond what it carried out here is new.</summary>
    private async Task<bool> TakeTotalAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said, long total)
    {
        var known = await RefundBook.OfPaymentAsync(session, payment.Id);
        // Whether it is in the sum already cannot be told; the gateway is asked about it by its key.
        if (known.Any(refund => refund is { Way: RefundWays.Gateway, IsUnderWay: true })) return false;
        var more = total - ToldRefund.Counted(known);
        // A smaller sum is part of this one.
        await SupersedeAsync(session, payment, more > 0 ? total - 1 : total);
        if (more <= 0) return true;
        var told = ToldRefund.OfSum(total, more);
        if (known.Where(refund => refund.IsUnnamed).ToList() is { Count: > 0 } alike)
            await DisputeAsync(session, payment, said, told, MayBe(alike));
        else
            await CountAsync(session, payment, said, told);
        return true;
    }

    private async Task DisputeSumAsync(
        DbSession session, PaymentRow payment, StatusResult.Reversed said, long total, List<StoredRefund> known, string why)
    {
        var more = total - ToldRefund.Counted(known);
        if (more <= 0) return;
        // It replaces no dispute about a smaller sum, which the gateway itself may have told of.
        await DisputeAsync(session, payment, said, ToldRefund.OfSum(total, more), why);
    }

    /// <summary>Closes the open disputes about sums up to this one: a newer word says all that they say.</summary>
    private async Task SupersedeAsync(DbSession session, PaymentRow payment, long upTo)
    {
        foreach (var dispute in await ReviewBook.OpenDisputesAsync(session, payment.Id))
        {
            if (ToldRefund.TotalOf(dispute.GatewayKey) is not { } sum || sum > upTo) continue;
            await ReviewBook.CloseOneAsync(session, dispute.Id, "superseded", session.Now);
            await book.ResolveReviewAsync(session, payment.Id, dispute, "superseded");
        }
    }

    /// <summary>A word and no amount: what went back already explains it, if it went back at the gateway.</summary>
    private async Task<bool> TakeWordAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said)
    {
        var known = await RefundBook.OfPaymentAsync(session, payment.Id);
        if (known.Any(refund => refund is { Way: RefundWays.Gateway, IsUnderWay: true })) return false;
        var isPart = said.Code.Contains("partial", StringComparison.OrdinalIgnoreCase);
        var explained = known.Where(refund => refund.State == RefundStates.Done && (refund.IsKnownToGateway || refund.Way == RefundWays.Gateway))
            .Sum(refund => refund.Amount);
        if (isPart ? explained > 0 : explained >= payment.PaidAmount) return true;
        // What a person gave back need not have gone through the gateway: then the money has left twice.
        var alike = known.Where(refund => refund is { IsUnnamed: true, Way: RefundWays.Hand }).ToList();
        return await DisputeAsync(session, payment, said, alike.Count == 0 ? "" : $"Of this, {MayBe(alike)}.");
    }

    /// <summary>Records a refund that was made elsewhere. What is beyond the refundable sum is a dispute.</summary>
    private async Task CountAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said, ToldRefund told)
    {
        // A person has put it aside, and the gateway repeats itself.
        if (await ReviewBook.FindDisputeAsync(session, payment.Id, told.Name) is { State: not Review.Open } aside
            && !IsDenied(aside)) return;
        if (await RefundBook.HasOtherMoneyAsync(session, payment.AttemptId!))
        {
            await DisputeAsync(
                session, payment, said, told, "the customer paid there more than once, so it may be other money that went back");
            return;
        }
        var refund = new StoredRefund
        {
            Id = Foundation.PublicId.New("rfd"), PaymentId = payment.Id, AttemptId = payment.AttemptId!,
            Account = (await RefundBook.PaidByAsync(session, payment.AttemptId!)).Account, Amount = told.Amount, State = RefundStates.Done,
            Way = RefundWays.Gateway, Reason = StoredText.Cut(told.Reason is { Length: > 0 } why ? why : said.Message, RefundRules.MaxReason),
            Reference = told.Reference, GatewayKey = told.Name, App = "", CreatedAt = session.Now.ToDb(),
            DoneAt = When(session, payment, told).ToDb(),
        };
        if (await completion.TryCountAsync(session, refund))
            await RefundBook.AddAsync(session, refund);
        else
            await DisputeAsync(session, payment, said, told, "that is more than was left to give back");
    }

    private Task DisputeAsync(DbSession session, PaymentRow payment, StatusResult.Reversed said, ToldRefund told, string why) =>
        book.DisputeAsync(session, Disputed(payment, said, why == Denied
            ? $"{Denied} {said.Code}: a refund of {Rupiah.Format(told.Amount)} ({told.Name}) is reported. It was not counted."
            : $"{said.Code}: the gateway reports a refund of {Rupiah.Format(told.Amount)} ({told.Name}), and {why}. It was not counted.",
            told.Amount, told.Name));

    /// <summary>
    /// A person has put it aside while the gateway did not know of it: when the gateway says it after all, that is news.
    /// </summary>
    private static bool IsDenied(Review aside) => aside.Note?.StartsWith(Denied, StringComparison.Ordinal) == true;

    private static Dispute Disputed(PaymentRow payment, StatusResult.Reversed said, string note, long? amount, string? gatewayKey) => new()
    {
        PaymentId = payment.Id, Reversal = said.Kind.ToString().ToLowerInvariant(), Code = said.Code, Note = note, Amount = amount,
        GatewayKey = gatewayKey,
    };

    private static DateTimeOffset When(DbSession session, PaymentRow payment, ToldRefund told) =>
        told.When(payment.PaidAt.FromDb() ?? session.Now, session.Now);

    private static string MayBe(List<StoredRefund> alike) =>
        $"it may be {string.Join(" or ", alike.Select(refund => refund.Reference is { } number ? $"{refund.Id} ({number})" : refund.Id))}, "
            + "which is in the books already";
}
