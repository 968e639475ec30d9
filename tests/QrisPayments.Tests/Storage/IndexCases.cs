using System.Reflection;
using QrisPayments.Console;
using QrisPayments.Facades;
using QrisPayments.Gateways;
using QrisPayments.Money;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Refunds;
using QrisPayments.Reviews;

namespace QrisPayments.Tests.Storage;

/// <summary>A statement of the module, and the index that it needs.</summary>
/// <param name="Index">The index's name.</param>
/// <param name="Name">Where the statement stands.</param>
/// <param name="Sql">The module's own text.</param>
/// <param name="Parameters">As of a shop like <see cref="IndexSample"/>.</param>
internal sealed record IndexCase(string Index, string Name, string Sql, object? Parameters)
{
    public static IndexCase Of(string index, Type owner, string constant, object? parameters = null) =>
        new(index, $"{owner.Name}.{constant}", Constant(owner, constant), parameters);

    public static IndexCase Of(string index, PaymentQuery query, string name) =>
        new(index, $"{nameof(PaymentQuery)}: {name}", query.Sql, query.Parameters);

    public static IndexCase Of(string index, FacadeListing listing, string name) =>
        new(index, $"{nameof(FacadeListing)}: {name}", listing.Page, listing.Parameters);

    private static string Constant(Type owner, string name) =>
        (string)(owner.GetField(name, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            ?? throw new InvalidOperationException($"{owner.Name} has no constant {name}.")).GetRawConstantValue()!;
}

/// <summary>
/// What each index is for. Where several statements share one, those stand here that run most often or that the optimizer could be
/// tempted to run otherwise.
/// </summary>
internal static class IndexCases
{
    private const string Tail = IndexSample.Tail;
    private const string Payment = "pay_" + Tail;
    private const string Attempt = "att_" + Tail;
    private const string Credit = "crd_" + Tail;
    private const string Webhook = "whk_" + Tail;

    private static readonly DateTime Ever = new(9000, 1, 1);

    public static IReadOnlyList<IndexCase> At(DateTime now) =>
        [.. Payments(now), .. Lists(now), .. Attempts(now), .. Credits(now), .. Reviews(), .. Refunds(now), .. Deliveries(now), .. Webhooks(now)];

    private static IEnumerable<IndexCase> Payments(DateTime now) =>
    [
        IndexCase.Of("ux_qris_payments_open_order", typeof(PaymentReader), "OpenOfOrder", new { app = "shop", orderId = "A-100001" }),
        IndexCase.Of("ix_qris_payments_order", typeof(PaymentReader), "ByOrder", new { app = "pos", orderId = "A-101234" }),
        IndexCase.Of("ix_qris_payments_order", typeof(PaymentReader), "PaidOfOrder", new { app = "pos", orderId = "A-101234" }),
        IndexCase.Of("ix_qris_payments_order", typeof(PaymentReader), "EndedOfOrder", new { app = "pos", orderId = "A-101234" }),
        IndexCase.Of("ix_qris_payments_due", typeof(PaymentActions), "FindDue", new { now }),
        IndexCase.Of("ix_qris_payments_due", typeof(Overview), "Numbers", Today(now)),
        IndexCase.Of("ix_qris_payments_paid", typeof(Overview), "Numbers", Today(now)),
        IndexCase.Of("ix_qris_payments_visitor", typeof(VisitorLimit), "FindOpen",
            new { visitor = "visitor-7", app = "", orderId = "A-100001", limit = 20 }),
        IndexCase.Of("ix_qris_visitors_seen", typeof(VisitorLimit), "Sweep", new { oldest = now.AddDays(-1) }),
        IndexCase.Of("ix_qris_events_payment", typeof(PaymentTimeline), "Read", new { paymentId = Payment }),
        IndexCase.Of("ix_qris_idempotency_payment", typeof(IdempotencyStore), "Forget", new { paymentId = Payment }),
        IndexCase.Of("ix_qris_idempotency_age", typeof(IdempotencyStore), "Sweep", new { oldest = now.AddDays(-1) }),
    ];

    private static IEnumerable<IndexCase> Lists(DateTime now)
    {
        var after = (new DateTimeOffset(now.AddDays(-9)), Payment);
        return
        [
            IndexCase.Of("ix_qris_payments_list", new PaymentQuery { App = "shop", Limit = 20 }, "an app's"),
            IndexCase.Of("ix_qris_payments_list", new PaymentQuery { App = "shop", Limit = 20, After = after }, "an app's, further on"),
            IndexCase.Of("ix_qris_payments_time", new PaymentQuery { Limit = 20 }, "all"),
            IndexCase.Of("ix_qris_payments_time", new PaymentQuery { Limit = 20, After = after }, "all, further on"),
            IndexCase.Of("ix_qris_payments_order", new PaymentQuery { OrderId = "A-101234", Limit = 20 }, "an order's"),
            .. from index in new[] { "ix_qris_payments_order", "ux_qris_attempts_ref", "ix_qris_attempts_sum" }
               select IndexCase.Of(index, new PaymentQuery { Search = PaymentSearch.For("25001"), Limit = 20 }, "a search"),
            IndexCase.Of("ix_qris_facade_payments_list", new FacadeListing("bayargg", "shop", new FacadeQuery()), "all"),
            IndexCase.Of("ix_qris_facade_payments_list", typeof(FacadeStore), "Sums",
                new { app = "shop", facade = "bayargg", since = now.AddHours(-12) }),
            IndexCase.Of("ux_qris_facade_payments_ref", typeof(FacadeStore), "ByReference",
                new { facade = "bayargg", reference = "REF-" + Tail, app = "pos" }),
            IndexCase.Of("ux_qris_facade_payments_ref", typeof(FacadeStore), "Page", new { facade = "bayargg", reference = "REF-" + Tail }),
        ];
    }

    private static IEnumerable<IndexCase> Attempts(DateTime now) =>
    [
        // A total with a unique code, and a gateway's, which every customer has who buys for that price.
        IndexCase.Of("ix_qris_attempts_total", typeof(CreditIntake), "FindCandidates", Heard("static-qris", 25_001, now)),
        IndexCase.Of("ix_qris_attempts_total", typeof(CreditIntake), "FindCandidates", Heard("tripay", 50_000, now)),
        IndexCase.Of("ix_qris_attempts_payment", typeof(PaymentBook), "CancelledAttempts", new { paymentId = Payment, now }),
        IndexCase.Of("ix_qris_attempts_payment", typeof(PaymentBook), "ExpireAttempts", new { paymentId = Payment }),
        IndexCase.Of("ix_qris_attempts_payment", typeof(PaymentBook), "EndAttempts",
            new { paymentId = Payment, attemptId = Attempt, account = "tripay", amount = 50_000L, heldUntil = now, now }),
        IndexCase.Of("ix_qris_attempts_payment", typeof(PaymentStories), "ReadAttempts", new { id = Payment }),
        IndexCase.Of("ix_qris_attempts_lease", typeof(StuckAttempts), "FindStuck", new { now }),
        IndexCase.Of("ix_qris_attempts_lease", typeof(AccountPages), "CountOpen", new { account = "tripay" }),
        IndexCase.Of("ix_qris_attempts_lease", typeof(PluginPages), "CountOpen", new { id = "tripay" }),
        IndexCase.Of("ux_qris_attempts_ref", typeof(GatewayAttempts), "ByRef", new { account = "tripay", providerRef = "T-" + Tail }),
        IndexCase.Of("ux_qris_attempts_hook", typeof(GatewayAttempts), "ByHook", new { hookHash = "hook-" + Tail }),
        IndexCase.Of("ix_qris_attempts_total", typeof(ToldMoney), "Asked",
            new { account = "static-qris", amount = 25_001L, latest = now, earliest = now }),
        IndexCase.Of("ix_qris_attempts_poll", typeof(GatewayAttempts), "Due",
            new { account = "tripay", now, ripe = now - PollSchedule.First, since = now - PollSchedule.Reach }),
        IndexCase.Of("ix_qris_attempts_account", typeof(LedgerPoller), "Waiting",
            new { account = "static-qris", now, since = now.AddDays(-2) }),
    ];

    private static IEnumerable<IndexCase> Credits(DateTime now)
    {
        var known = new
        {
            account = "static-qris", amount = 25_001L, source = "api:bank", lowest = now.AddHours(-2), low = now.AddHours(-1), high = now,
        };
        return
        [
            IndexCase.Of("ux_qris_credits_ref", typeof(CreditIntake), "FindByRef", new { account = "tripay", externalRef = "M-" + Tail }),
            IndexCase.Of("ix_qris_credits_amount", typeof(CreditIntake), "FindElsewhere", known),
            IndexCase.Of("ux_qris_credits_same_as", typeof(CreditIntake), "FindElsewhere", known),
            IndexCase.Of("ix_qris_credits_amount", typeof(ToldMoney), "FindInBooks", known),
            IndexCase.Of("ix_qris_credits_amount", typeof(MoneyDesk), "Twins",
                new
                {
                    account = "static-qris", amount = 25_001L, id = Credit, lowest = now.AddHours(-2), low = now.AddHours(-1), high = now,
                }),
            IndexCase.Of("ix_qris_credits_outcome", typeof(MoneyDesk), "Unmatched", new { at = Ever, id = "", limit = 20 }),
            IndexCase.Of("ix_qris_credits_outcome", typeof(MoneyDesk), "Counts"),
            IndexCase.Of("ix_qris_credits_attempt", typeof(PaymentStories), "ReadCredits", new { attempts = new[] { Attempt } }),
            IndexCase.Of("ix_qris_credits_attempt", typeof(FacadeStore), "PaidBy", new { ids = new[] { Attempt, "att_53210000" } }),
            IndexCase.Of("ix_qris_credits_ledger", typeof(CreditLedgerSource), "FindWaiting", new { limit = LedgerBook.Page }),
            IndexCase.Of("ix_qris_credits_return", typeof(ReturnLedgerSource), "FindWaiting", new { limit = LedgerBook.Page }),
            IndexCase.Of("ux_qris_ledger_serial", typeof(LedgerBook), "FindLast"),
            IndexCase.Of("ux_qris_ledger_serial", typeof(FacadeLedger), "Newest", new { facade = "bayargg", app = "shop", limit = 10 }),
            IndexCase.Of("ux_qris_ledger_subject", typeof(FacadeLedger), "One", new { facade = "bayargg", app = "shop", id = Credit }),
            IndexCase.Of("ux_qris_ledger_subject", typeof(CreditLedgerSource), "SetNumber", new { subjects = new[] { Credit } }),
            IndexCase.Of("ux_qris_ledger_subject", typeof(ReturnLedgerSource), "SetNumber", new { subjects = new[] { Credit } }),
        ];
    }

    private static IEnumerable<IndexCase> Reviews() =>
    [
        IndexCase.Of("ix_qris_reviews_open", typeof(MoneyDesk), "OpenCases", new { at = DateTime.UnixEpoch, id = "", limit = 20 }),
        IndexCase.Of("ix_qris_reviews_open", typeof(MoneyDesk), "ResolvedCases", new { at = Ever, id = "", limit = 20 }),
        IndexCase.Of("ix_qris_reviews_open", typeof(MoneyDesk), "Counts"),
        IndexCase.Of("ix_qris_reviews_payment", typeof(PaymentStories), "ReadReviews", new { id = Payment }),
        IndexCase.Of("ix_qris_reviews_payment", typeof(PaymentBook), "ShowOpenCase", new { paymentId = Payment, step = 1 }),
        IndexCase.Of("ix_qris_reviews_payment", typeof(PaymentBook), "MarkOnce",
            new { paymentId = Payment, kind = "doubtful", note = "Unlike.", gatewayKey = "D-1" }),
        IndexCase.Of("ix_qris_reviews_payment", typeof(ReviewBook), "FindDispute", new { paymentId = Payment, gatewayKey = "D-1" }),
        IndexCase.Of("ix_qris_reviews_webhook", typeof(WebhookDesk), "CasesOf", new { id = Webhook }),
        IndexCase.Of("ix_qris_reviews_webhook", typeof(ReviewBook), "OpenOfWebhook", new { webhookId = Webhook, paymentId = Payment }),
        IndexCase.Of("ix_qris_reviews_webhook", typeof(ReviewBook), "AnyOfWebhook", new { webhookId = Webhook }),
        IndexCase.Of("ix_qris_reviews_webhook", typeof(ReviewBook), "FindOpenOfWebhook", new { webhookId = Webhook }),
        IndexCase.Of("ux_qris_reviews_digest", typeof(ReviewBook), "OfDigest", new { digest = "digest-" + Tail }),
        IndexCase.Of("ux_qris_reviews_credit", typeof(MoneyDesk), "CasesOfCredit", new { id = Credit }),
        IndexCase.Of("ux_qris_reviews_credit", typeof(ReviewResolver), "LastOfCredit", new { creditId = Credit }),
        IndexCase.Of("ux_qris_reviews_credit", typeof(ReviewBook), "CloseOfCredit",
            new { creditId = Credit, resolution = "same_money", now = Ever }),
    ];

    private static IEnumerable<IndexCase> Refunds(DateTime now) =>
    [
        IndexCase.Of("ux_qris_refunds_key", typeof(RefundBook), "OfPayment", new { paymentId = Payment }),
        IndexCase.Of("ux_qris_refunds_key", typeof(RefundBook), "CountOfPayment", new { paymentId = Payment }),
        IndexCase.Of("ix_qris_credits_attempt", typeof(Reversals), "PaidThere", new { attemptId = Attempt }),
        IndexCase.Of("ux_qris_refunds_review", typeof(RefundBook), "ByReview", new { reviewId = "rev_" + Tail }),
        IndexCase.Of("ix_qris_refunds_due", typeof(DueRefunds), "FindAccounts", new { now, accounts = new[] { "midtrans" } }),
        IndexCase.Of("ix_qris_refunds_due", typeof(DueRefunds), "FindDue", new { now, account = "midtrans" }),
        IndexCase.Of("ix_qris_refunds_due", typeof(DueRefunds), "FindSlow", new { never = DateTime.UnixEpoch, since = now.AddHours(-1) }),
        IndexCase.Of("ix_qris_refunds_ledger", typeof(RefundLedgerSource), "FindWaiting", new { limit = LedgerBook.Page }),
        IndexCase.Of("ux_qris_ledger_subject", typeof(RefundLedgerSource), "SetNumber", new { subjects = new[] { "rfd_" + Tail } }),
        IndexCase.Of("ix_qris_credits_attempt", typeof(RefundBook), "ReadPaidBy", new { attemptId = Attempt, sandbox = "sandbox" }),
    ];

    private static IEnumerable<IndexCase> Deliveries(DateTime now) =>
    [
        IndexCase.Of("ix_qris_deliveries_due", typeof(DueDeliveries), "FindNext", new { kind = "callback", after = "", page = 64 }),
        IndexCase.Of("ix_qris_deliveries_due", typeof(DueDeliveries), "FindDue",
            new { kind = "callback", receiver = "shop.example", now, has = new[] { "-" }, max = 10 }),
        IndexCase.Of("ix_qris_deliveries_due", typeof(DueDeliveries), "CountByTarget", new { kind = "handler" }),
        IndexCase.Of("ix_qris_deliveries_due", typeof(Overview), "Numbers", Today(now)),
        IndexCase.Of("ix_qris_deliveries_subject", typeof(PaymentStories), "ReadDeliveries", new { id = Payment }),
        IndexCase.Of("ix_qris_deliveries_subject", typeof(PaymentStories), "ReadTries", new { id = Payment }),
        IndexCase.Of("ix_qris_deliveries_give_up", typeof(DeliveryStore), "GiveUp", new { now, error = "Too late." }),
    ];

    private static IEnumerable<IndexCase> Webhooks(DateTime now)
    {
        var (due, page) = (new { account = "tripay", now, left = now.AddMinutes(-1) }, new { at = Ever, id = "", limit = 20 });
        return
        [
            IndexCase.Of("ux_qris_webhooks_digest", typeof(WebhookInbox), "ByDigest", new { account = "midtrans", digest = "digest-1234" }),
            IndexCase.Of("ux_qris_webhooks_digest", typeof(WebhookInbox), "Again", new { account = "midtrans", digest = "digest-1234" }),
            IndexCase.Of("ix_qris_webhooks_due", typeof(WebhookInbox), "FindAccounts", due),
            IndexCase.Of("ix_qris_webhooks_due", typeof(WebhookInbox), "FindDue", due),
            IndexCase.Of("ix_qris_webhooks_due", typeof(WebhookDesk), "Unclear", page),
            IndexCase.Of("ix_qris_webhooks_age", typeof(WebhookDesk), "All", page),
            IndexCase.Of("ix_qris_webhooks_age", typeof(WebhookInbox), "SweepOld", new { before = now.AddDays(-30) }),
            IndexCase.Of("ix_qris_webhooks_stranger", typeof(WebhookInbox), "SweepStrangers", new { yesterday = now.AddDays(-1) }),
            IndexCase.Of("ix_qris_webhooks_stranger", typeof(WebhookInbox), "Measure", new { }),
        ];
    }

    private static object Heard(string account, long amount, DateTime now) =>
        new { account, amount, latest = now.AddMinutes(1), earliest = now, source = "ledger" };

    private static object Today(DateTime now) => new { now, today = now.AddHours(-12), live = true };
}
