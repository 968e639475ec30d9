using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>Midtrans's own notifications: signed, but not in the words that count.</summary>
public abstract class MidtransTests(Database database) : HazardTests(database)
{
    private readonly MidtransGateway _gateway = new();

    [Fact]
    public async Task A_notification_only_makes_the_shop_ask()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);

        // Signed rightly, and yet not true: the signature covers neither status nor time.
        (await TellAsync(host, order.Hook, MidtransGateway.Notice(order))).Is(HttpStatusCode.OK);
        await WorkedOutAsync();
        await UnpaidAsync(host, payment);

        MidtransGateway.Pay(order, Clock.GetUtcNow());
        (await TellAsync(host, order.Hook, MidtransGateway.Notice(order))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);
    }

    [Fact]
    public async Task Forged_and_foreign_notifications_do_not_even_cause_a_question()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        var asked = _gateway.Questions;

        string[] notices =
        [
            MidtransGateway.Notice(order, unsigned: notice => notice["signature_key"] = new string('0', 128)),
            MidtransGateway.Notice(order, unsigned: notice => notice["signature_key"] = ""),
            MidtransGateway.Notice(order, unsigned: notice => notice["gross_amount"] = "1.00"),
            MidtransGateway.Notice(order, unsigned: notice => notice["order_id"] = "att_00000000000000000000000000"),
            MidtransGateway.Notice(order, signed: notice => notice["merchant_id"] = "G111111111"),
        ];
        foreach (var path in new[] { order.Hook, "/qris/webhooks/midtrans" })
            foreach (var notice in notices)
                (await TellAsync(host, path, notice)).Is(HttpStatusCode.Unauthorized);

        await WorkedOutAsync();
        Assert.Equal(asked, _gateway.Questions);
        await UnpaidAsync(host, payment);
    }

    [Fact]
    public async Task A_notification_sent_to_another_payments_address_moves_neither()
    {
        var host = await ShopAsync(_gateway);
        var (mine, first) = await PayableAsync(host, _gateway);
        var (other, second) = await PayableAsync(host, _gateway);
        MidtransGateway.Pay(first, Clock.GetUtcNow());

        (await TellAsync(host, second.Hook, MidtransGateway.Notice(first))).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => CountAsync("qris_reviews", "kind = 'webhook' AND state = 'open'"), cases => cases == 1,
            "the contradiction is a case");

        await UnpaidAsync(host, mine);
        // The money is real: asking finds it, whatever the webhook was worth. The two have the same total.
        await AskedAsync(_gateway);
        await PaidOnceAsync(host, mine);
        var untouched = await host.Api.PaymentAsync(other.Text("id")!);
        Assert.Equal("pending", untouched.Text("status"));
    }

    [Fact]
    public async Task Notifications_that_overtake_each_other_leave_paid_paid()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        MidtransGateway.Pay(order, Clock.GetUtcNow());
        (await TellAsync(host, order.Hook, MidtransGateway.Notice(order))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);

        foreach (var (status, code) in new[] { ("pending", "201"), ("expire", "202"), ("deny", "202"), ("cancel", "200") })
        {
            order.Status = status;
            (await TellAsync(host, order.Hook,
                MidtransGateway.Notice(order, notice => (notice["transaction_status"], notice["status_code"]) = (status, code))))
                    .Is(HttpStatusCode.OK);
        }
        await WorkedOutAsync();

        await PaidOnceAsync(host, payment);
        // A cancel of what was settled is a void: it is for a person, once.
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "dispute");
        Assert.Equal(1, await CountAsync("qris_reviews"));
    }

    private async Task<(TestHost Host, string Id, Order Order)> PaidAsync()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        MidtransGateway.Pay(order, Clock.GetUtcNow());
        await TellAsync(host, order.Hook, MidtransGateway.Notice(order));
        await PaidOnceAsync(host, payment);
        return (host, payment.Text("id")!, order);
    }

    private static async Task NotifyAsync(TestHost host, Order order) =>
        (await TellAsync(host, order.Hook, MidtransGateway.Notice(order, notice => notice["transaction_status"] = order.Status)))
            .Is(HttpStatusCode.OK);

    private static Task<Answer> RefundedAsync(TestHost host, string id, long amount) => Wait.UntilAsync(() => host.Api.PaymentAsync(id),
        payment => payment.Number("refunded_amount") == amount, $"{amount} is refunded");

    [Fact]
    public async Task A_refund_goes_through_midtrans_and_its_own_notification_counts_it_no_second_time()
    {
        var (host, id, order) = await PaidAsync();

        var refund = (await host.Api.RefundAsync(id, 20_000)).Is(HttpStatusCode.Created);

        Assert.Equal("gateway", refund.Text("by"));
        await RefundedAsync(host, id, 20_000);
        await NotifyAsync(host, order);
        await WorkedOutAsync();
        Assert.Equal(("paid", 20_000L, null), await StandsAsync(host, id));
        Assert.Single(await host.Api.RefundsAsync(id));
    }

    [Fact]
    public async Task F01_a_refund_in_midtranss_dashboard_is_recorded_and_a_chargeback_is_a_dispute()
    {
        var (host, id, order) = await PaidAsync();
        _gateway.Give(order, "dashboard-1", 20_000);
        await NotifyAsync(host, order);
        await RefundedAsync(host, id, 20_000);
        Assert.Equal(("paid", 20_000L, null), await StandsAsync(host, id));

        order.Status = "chargeback";
        await NotifyAsync(host, order);

        await host.Api.WaitForReviewAsync(id, "dispute");
        Assert.Equal(("paid", 20_000L, "dispute"), await StandsAsync(host, id));
        Assert.Equal("payment.disputed", (await host.Api.EventTypesAsync(id))[^1]);
    }

    private static async Task<(string?, long, string?)> StandsAsync(TestHost host, string id)
    {
        var payment = await host.Api.PaymentAsync(id);
        return (payment.Text("status"), payment.Number("refunded_amount"), payment.Text("review"));
    }

    [Fact]
    public async Task Another_gross_amount_at_midtrans_itself_is_for_a_person()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        MidtransGateway.Pay(order, Clock.GetUtcNow());
        _gateway.Manner = (_, answer) => GatewayReply.Json(answer().Body.Replace("50000.00", "500.00", StringComparison.Ordinal));

        (await TellAsync(host, order.Hook, MidtransGateway.Notice(order))).Is(HttpStatusCode.OK);

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "underpaid");
        await UnpaidAsync(host, payment, review: "underpaid");
    }

    [Fact]
    public async Task Two_payments_with_one_total_are_told_apart_by_their_order_numbers()
    {
        var host = await ShopAsync(_gateway);
        var (mine, first) = await PayableAsync(host, _gateway);
        var (other, second) = await PayableAsync(host, _gateway);
        Assert.Equal(first.Total, second.Total);

        MidtransGateway.Pay(second, Clock.GetUtcNow());
        (await TellAsync(host, second.Hook, MidtransGateway.Notice(second))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, other);
        await UnpaidAsync(host, mine);
        // A bank's list names no order, so it must not pay the one that still waits.
        (await host.Api.ReportAsync("mutasi-1", second.Total, Clock.GetUtcNow(), "midtrans")).Is(HttpStatusCode.Created);
        Assert.Equal("pending", (await host.Api.PaymentAsync(mine.Text("id")!)).Text("status"));

        MidtransGateway.Pay(first, Clock.GetUtcNow());
        (await TellAsync(host, first.Hook, MidtransGateway.Notice(first))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, mine);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MidtransOnMariaDb(MariaDb database) : MidtransTests(database);

public sealed class MidtransOnSqlite(SqliteFile database) : MidtransTests(database), IClassFixture<SqliteFile>;
