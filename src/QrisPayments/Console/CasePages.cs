using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins.Providers;
using QrisPayments.Refunds;
using QrisPayments.Reviews;

namespace QrisPayments.Console;

/// <summary>One case, or one unmatched credit, with all that helps to decide.</summary>
/// <param name="Request">The request.</param>
/// <param name="Case">Null for a credit without a case.</param>
/// <param name="Money">Null for a case without money, as a claim is.</param>
/// <param name="Payment">The payment that it is about, if one is known.</param>
/// <param name="Possible">Payments that the money may be for.</param>
/// <param name="PossibleMoney">Unmatched money that may be what the customer claims.</param>
/// <param name="SameOrder">Other payments of the same order.</param>
/// <param name="Twins">Other money of exactly this amount near in time, which may be the same money.</param>
/// <param name="Refund">The refund that the case is about, or that came of it.</param>
internal sealed record CasePage(
    ConsoleRequest Request, Review? Case, Credit? Money, Payment? Payment,
    IReadOnlyList<PossiblePayment> Possible, IReadOnlyList<Credit> PossibleMoney, IReadOnlyList<Payment> SameOrder,
    IReadOnlyList<Credit> Twins, RefundEntry? Refund = null)
    : ConsolePage(Request, ConsoleSection.Money,
        Case is not null
            ? Request.Texts.KindName(Case.Kind)
            : Money!.Outcome == Outcomes.Unmatched
            ? Request.Texts.UnmatchedMoney
            : Request.Texts.TheMoney)
{
    public bool IsOpen => Case is null ? Money!.Outcome == Outcomes.Unmatched : Case.State == Review.Open;

    /// <summary>The refund may still be carried out by its gateway, which is asked about it.</summary>
    public bool IsAtGateway => Refund is { Refund.By: RefundWay.Gateway, Stored.IsUnderWay: true };

    /// <summary>Whether the decision is about money. In a conflict the money is decided separately.</summary>
    public bool HoldsMoney => Money is not null && Case?.Kind is not (ReviewKinds.Conflict or ReviewKinds.Claimed);

    /// <summary>Whether there is money that a payment could get.</summary>
    public bool MayAccept => HoldsMoney && Money!.ReturnedAt is null;

    /// <summary>Refunds in the books that may be the one which the gateway reports.</summary>
    public IReadOnlyList<Refund> MayBeSame { get; init; } = [];

    public string Action => Request.Link(Case is null ? $"/credits/{Money!.Id}" : $"/reviews/{Case.Id}");
}

internal static class CasePages
{
    public static async Task ReviewAsync(ConsoleRequest request)
    {
        if (await request.Service<MoneyDesk>().ReviewAsync(request.Route("id"), request.Aborted) is not { } review)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        await ShowAsync(request, review, await request.Service<MoneyDesk>().CreditAsync(review.CreditId, request.Aborted));
    }

    public static async Task CreditAsync(ConsoleRequest request)
    {
        var desk = request.Service<MoneyDesk>();
        if (await desk.CreditAsync(request.Route("id"), request.Aborted) is not { } credit)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        // Its case, if there is one, says more than the money alone. While it is unmatched there is none: a conflict is about
        // what was reported, not about whose money this is.
        var cases = credit.Outcome == Outcomes.Unmatched ? [] : await desk.CasesOfAsync(credit.Id, request.Aborted);
        var first = cases.OrderBy(review => review.Kind == ReviewKinds.Conflict).ThenBy(review => review.State != Review.Open);
        await ShowAsync(request, first.FirstOrDefault(), credit);
    }

    private static async Task ShowAsync(ConsoleRequest request, Review? review, Credit? credit)
    {
        var desk = request.Service<MoneyDesk>();
        var story = (review?.PaymentId ?? credit?.PaymentId) is { } id
            ? await request.Service<PaymentStories>().FindAsync(id, request.Aborted)
            : null;
        var page = new CasePage(request, review, credit, story?.Payment, [], [], [], []);
        if (credit is not null) page = page with { Twins = await desk.TwinsAsync(credit, request.Aborted) };
        if (page is { IsOpen: true, MayAccept: true })
            page = page with { Possible = await desk.PossiblePaymentsAsync(credit!, request.Aborted) };
        if (review is { Kind: ReviewKinds.Claimed, State: Review.Open } && story?.Attempts is [.., var last])
            page = page with { PossibleMoney = await desk.PossibleMoneyAsync(last, request.Aborted) };
        if (story is not null)
        {
            var sameOrder = await request.Service<PaymentReader>()
                .FindByOrderAsync(story.Payment.App ?? "", story.Payment.OrderId, request.Aborted);
            page = page with { SameOrder = [.. sameOrder.Where(other => other.Id != story.Payment.Id)] };
        }
        if (review?.Kind is ReviewKinds.Refund or ReviewKinds.Dispute)
        {
            var refund = await request.Service<RefundReader>().OfCaseAsync(review.Id, request.Aborted);
            page = page with { Refund = refund is null ? null : new RefundEntry(refund, review) };
        }
        if (review is { Kind: ReviewKinds.Dispute, State: Review.Open, PaymentId: { } disputed, Amount: { } amount, GatewayKey: not null })
            page = page with { MayBeSame = await request.Service<RefundReader>().MayBeToldAsync(disputed, amount, request.Aborted) };
        await request.RenderAsync("Case", page);
    }

    public static Task ResolveReviewAsync(ConsoleRequest request) => RefundForms.IsAbout(request.Field("action"))
        ? RefundForms.DecideAsync(request)
        : ResolveAsync(request, "rev", "/reviews/", request.Service<ReviewResolver>().ResolveReviewAsync);

    public static Task ResolveCreditAsync(ConsoleRequest request) =>
        ResolveAsync(request, "crd", "/credits/", request.Service<ReviewResolver>().ResolveCreditAsync);

    private static async Task ResolveAsync(
        ConsoleRequest request, string kind, string page, Func<string, Resolution, CancellationToken, Task<ResolveResult>> resolve)
    {
        var id = request.Route("id");
        ResolveAction? action = request.Field("action") switch
        {
            "accept" => ResolveAction.Accept,
            "dismiss" => ResolveAction.Dismiss,
            "refund" => ResolveAction.Refund,
            _ => null,
        };
        if (!PublicId.Looks(id, kind) || action is null)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        var result = await resolve(id, new Resolution
        {
            Action = action.Value,
            // A number that was typed beside the list wins over what was chosen in it.
            PaymentId = request.Field("payment_id") ?? request.Field("possible"),
            Remark = request.Field("remark"),
            MayDiffer = request.Field("differs") == "yes",
            By = request.User,
        }, request.Aborted);
        await (result switch
        {
            ResolveResult.Resolved { PaidPaymentId: { } paid } => request.GoAsync($"/payments/{paid}?said=accepted"),
            ResolveResult.Resolved =>
                request.GoAsync($"/money{(kind == "crd" ? "/unmatched" : "")}?said={ReviewResolver.Name(action.Value)}"),
            ResolveResult.AlreadyResolved => request.GoAsync($"{page}{id}?said=late"),
            ResolveResult.Refused refused => request.GoAsync($"{page}{id}?said={Code(refused.Why)}"),
            _ => NoticePages.NotFoundAsync(request),
        });
    }

    private static string Code(ResolveRefusal why) => why switch
    {
        ResolveRefusal.RemarkMissing => "remark_missing",
        ResolveRefusal.PaymentUnknown => "payment_unknown",
        ResolveRefusal.PaymentPaid => "payment_paid",
        ResolveRefusal.NeverOpened => "never_opened",
        ResolveRefusal.NoMoney => "no_money",
        ResolveRefusal.AmountDiffers => "amount_differs",
        ResolveRefusal.AccountDiffers => "account_differs",
        ResolveRefusal.IsRefund => "is_refund",
        ResolveRefusal.Returned => "returned",
        _ => "simulated",
    };
}
