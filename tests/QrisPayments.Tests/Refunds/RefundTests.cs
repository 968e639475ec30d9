using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;
using QrisPayments.Tests.Money;

namespace QrisPayments.Tests.Refunds;

/// <summary>Money that goes back by hand or in the sandbox: the API, its bounds, and what is written down (DESIGN §4.5).</summary>
public abstract class RefundTests(Database database) : MoneyTests(database)
{
    /// <summary>A payment whose money a bank script reported, on an account whose provider gives no money back.</summary>
    private async Task<(string Id, long Paid)> PaidAsync(TestHost host, ApiClient? api = null)
    {
        var payment = await (api ?? host.Api).CreateAsync();
        await CreditAsync(host, $"bank-{payment.Text("id")}", payment.Number("total_amount"), Now);
        return (payment.Text("id")!, payment.Number("total_amount"));
    }

    [Fact]
    public async Task A_part_that_was_sent_by_hand_is_done_at_once()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);

        var refund = (await host.Api.RefundAsync(id, 40_000, "Barang habis", "TRX-77")).Is(HttpStatusCode.Created);

        Assert.Equal(
            ["id", "payment_id", "amount", "status", "by", "reason", "reference", "error", "created_at", "done_at", "failed_at"],
            refund.Json.EnumerateObject().Select(member => member.Name));
        Assert.StartsWith("rfd_", refund.Text("id"), StringComparison.Ordinal);
        Assert.Equal((id, 40_000L, "done", "hand", "Barang habis", "TRX-77", "2026-01-01T12:00:00+07:00"),
            (refund.Text("payment_id"), refund.Number("amount"), refund.Text("status"), refund.Text("by"), refund.Text("reason"),
                refund.Text("reference"), refund.Text("done_at")));
        var payment = await host.Api.PaymentAsync(id);
        Assert.Equal(("paid", 40_000L, null), (payment.Text("status"), payment.Number("refunded_amount"), payment.Text("review")));
        Assert.Equal(["payment.paid", "payment.refunded"], (await host.Api.EventTypesAsync(id)).TakeLast(2));
        var listed = Assert.Single(await host.Api.RefundsAsync(id));
        Assert.Equal(refund.Body, listed.GetRawText());
    }

    [Fact]
    public async Task Without_an_amount_all_that_is_left_goes_back_and_then_nothing_more()
    {
        var host = await StartAsync();
        var (id, paid) = await PaidAsync(host);
        await host.Api.RefundAsync(id, 1, reference: "TRX-1");

        var rest = (await host.Api.RefundAsync(id, reference: "TRX-2")).Is(HttpStatusCode.Created);

        Assert.Equal(paid - 1, rest.Number("amount"));
        Assert.Equal(paid, (await host.Api.PaymentAsync(id)).Number("refunded_amount"));
        foreach (var amount in new long?[] { null, 1 })
            Assert.Equal(0, (await host.Api.RefundAsync(id, amount, reference: "TRX-3"))
                .IsProblem(HttpStatusCode.Conflict, "refund_too_much").Number("refundable"));
    }

    [Fact]
    public async Task More_than_was_paid_is_refused_with_what_is_left()
    {
        var host = await StartAsync();
        var (id, paid) = await PaidAsync(host);
        await host.Api.RefundAsync(id, 10_000);

        foreach (var amount in new[] { paid - 9_999, paid, long.MaxValue })
            Assert.Equal(paid - 10_000, (await host.Api.RefundAsync(id, amount))
                .IsProblem(HttpStatusCode.Conflict, "refund_too_much").Number("refundable"));
        (await host.Api.RefundAsync(id, paid - 10_000)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Without_a_reference_a_person_has_to_send_it()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);

        var refund = (await host.Api.RefundAsync(id, 40_000)).Is(HttpStatusCode.Created);

        Assert.Equal(("requested", "hand"), (refund.Text("status"), refund.Text("by")));
        var payment = await host.Api.PaymentAsync(id);
        Assert.Equal(("paid", 0L, "refund"), (payment.Text("status"), payment.Number("refunded_amount"), payment.Text("review")));
        Assert.Equal("payment.refund_requested", (await host.Api.EventTypesAsync(id))[^1]);
        Assert.Equal(1, await Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_reviews v JOIN qris_refunds r ON r.review_id = v.id WHERE v.kind = 'refund' AND v.state = 'open'"));
    }

    [Fact]
    public async Task What_is_not_paid_gives_nothing_back()
    {
        var host = await StartAsync();
        var open = (await host.Api.CreateAsync()).Text("id")!;
        var cancelled = (await host.Api.CreateAsync()).Text("id")!;
        await host.Api.CancelAsync(cancelled);

        Assert.Equal("pending",
            (await host.Api.RefundAsync(open)).IsProblem(HttpStatusCode.Conflict, "payment_not_paid").Text("payment_status"));
        Assert.Equal("cancelled",
            (await host.Api.RefundAsync(cancelled)).IsProblem(HttpStatusCode.Conflict, "payment_not_paid").Text("payment_status"));
        (await host.Api.RefundAsync("pay_00000000000000000000000000")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        (await host.Api.RefundAsync("x")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
    }

    public static TheoryData<string, string> Faulty => new()
    {
        { """{"amount":0,"reason":"x"}""", "amount" },
        { """{"amount":-5,"reason":"x"}""", "amount" },
        { """{"amount":"5000","reason":"x"}""", "amount" },
        { """{"amount":5000.5,"reason":"x"}""", "amount" },
        { """{"amount":5000}""", "reason" },
        { """{"amount":5000,"reason":" "}""", "reason" },
        { """{"amount":5000,"reason":"\u0000"}""", "reason" },
        { """{"amount":5000,"reason":"x","reference":""}""", "reference" },
        { """{"amount":5000,"reason":"x","reference":"a\nb"}""", "reference" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task A_faulty_field_is_named_and_nothing_is_written(string body, string field)
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);

        (await host.Api.PostRawAsync($"/api/v1/payments/{id}/refunds", body))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", field);

        Assert.Empty(await host.Api.RefundsAsync(id));
    }

    [Fact]
    public async Task A_reason_and_a_reference_have_their_length()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);

        (await host.Api.RefundAsync(id, 1, new string('x', 201)))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "reason");
        (await host.Api.RefundAsync(id, 1, reference: new string('x', 101)))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "reference");
        (await host.Api.RefundAsync(id, 1, new string('é', 200), new string('é', 100))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task With_a_key_one_refund_is_made_however_often_it_is_asked_for()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => host.Api.RefundAsync(id, 5_000, idempotencyKey: "refund-1")));

        Assert.Single(answers.Select(answer => answer.Is(HttpStatusCode.Created).Body).Distinct());
        Assert.Single(await host.Api.RefundsAsync(id));
        (await host.Api.RefundAsync(id, 6_000, idempotencyKey: "refund-1"))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        // The payment stands in the address, not in the body.
        var (other, _) = await PaidAsync(host);
        (await host.Api.RefundAsync(other, 5_000, idempotencyKey: "refund-1"))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task One_key_for_two_payments_at_the_same_moment_makes_one_refund()
    {
        var host = await StartAsync();
        var payments = new[] { (await PaidAsync(host)).Id, (await PaidAsync(host)).Id };

        var answers = await Task.WhenAll(payments.Select(id => host.Api.RefundAsync(id, 5_000, idempotencyKey: "refund-1")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Single(answers, answer => answer.Status != HttpStatusCode.Created)
            .IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_refunds"));
    }

    [Fact]
    public async Task A_key_is_free_again_after_a_day()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);
        var first = (await host.Api.RefundAsync(id, 5_000, idempotencyKey: "refund-1")).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        var second = (await host.Api.RefundAsync(id, 6_000, idempotencyKey: "refund-1")).Is(HttpStatusCode.Created);

        Assert.NotEqual(first.Text("id"), second.Text("id"));
        Assert.Equal(second.Body, (await host.Api.RefundAsync(id, 6_000, idempotencyKey: "refund-1")).Body);
    }

    [Theory]
    [InlineData(20_000L, 20_000L)]
    [InlineData(20_000L, null)]
    [InlineData(null, null)]
    public async Task One_transfers_number_counts_once_however_often_it_is_told(long? amount, long? again)
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);
        var first = (await host.Api.RefundAsync(id, amount, reference: "TRX-77")).Is(HttpStatusCode.Created);

        var second = (await host.Api.RefundAsync(id, again, "The client heard no answer", " TRX-77 ")).Is(HttpStatusCode.Created);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Number("amount"), (await host.Api.PaymentAsync(id)).Number("refunded_amount"));
        Assert.Single(await host.Api.RefundsAsync(id));
        Assert.Single(await host.Api.EventTypesAsync(id), type => type == "payment.refunded");
    }

    [Fact]
    public async Task One_transfers_number_at_the_same_moment_counts_once()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Api.RefundAsync(id, 5_000, reference: "TRX-77")));

        Assert.Single(answers.Select(answer => answer.Is(HttpStatusCode.Created).Body).Distinct());
        Assert.Equal(5_000, (await host.Api.PaymentAsync(id)).Number("refunded_amount"));
    }

    [Fact]
    public async Task One_transfers_number_with_another_amount_is_refused_and_names_the_refund_that_has_it()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);
        var (other, _) = await PaidAsync(host);
        var first = (await host.Api.RefundAsync(id, 20_000, reference: "TRX-77")).Is(HttpStatusCode.Created);

        // Whether so much is left or not.
        foreach (var amount in new[] { 19_999, 30_000, long.MaxValue })
        {
            var refused = (await host.Api.RefundAsync(id, amount, reference: "TRX-77"))
                .IsProblem(HttpStatusCode.Conflict, "refund_reference_used");
            Assert.Equal((first.Text("id"), 20_000L), (refused.Text("refund_id"), refused.Number("amount")));
            Assert.Contains(first.Text("id")!, refused.Text("detail"), StringComparison.Ordinal);
        }

        Assert.Equal(20_000, (await host.Api.PaymentAsync(id)).Number("refunded_amount"));
        // One transfer may give money of two payments back.
        (await host.Api.RefundAsync(other, 30_000, reference: "TRX-77")).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_that_came_with_a_known_transfer_keeps_its_answer()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);
        var first = (await host.Api.RefundAsync(id, 5_000, reference: "TRX-77")).Is(HttpStatusCode.Created);

        for (var times = 0; times < 2; times++)
            Assert.Equal(first.Body, (await host.Api.RefundAsync(id, 5_000, reference: "TRX-77", idempotencyKey: "k")).Body);

        (await host.Api.RefundAsync(id, 6_000, reference: "TRX-78", idempotencyKey: "k"))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        Assert.Single(await host.Api.RefundsAsync(id));
    }

    [Fact]
    public async Task A_payment_has_at_most_a_hundred_refunds()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);
        for (var i = 0; i < 100; i++) (await host.Api.RefundAsync(id, 1, reference: $"TRX-{i}")).Is(HttpStatusCode.Created);

        (await host.Api.RefundAsync(id, 1, reference: "TRX-100")).IsProblem(HttpStatusCode.Conflict, "too_many_refunds");

        Assert.Equal(100, (await host.Api.PaymentAsync(id)).Number("refunded_amount"));
    }

    [Fact]
    public async Task An_order_whose_money_went_back_whole_can_be_replaced()
    {
        var host = await StartAsync();
        var (id, _) = await PaidAsync(host);
        (await host.Api.RefundAsync(id, reference: "TRX-1")).Is(HttpStatusCode.Created);

        var again = await host.Api.CreateAsync(change: body =>
        {
            body["order_id"] = host.Api.PaymentAsync(id).Result.Text("order_id");
            body["replace"] = true;
        });

        Assert.Equal("pending", again.Text("status"));
    }

    [Fact]
    public async Task A_key_whose_refund_was_refused_may_be_used_again()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var id = payment.Text("id")!;
        (await host.Api.RefundAsync(id, 5_000, idempotencyKey: "k")).IsProblem(HttpStatusCode.Conflict, "payment_not_paid");
        await CreditAsync(host, "bank-1", payment.Number("total_amount"), Now);

        (await host.Api.RefundAsync(id, 5_000, idempotencyKey: "k")).Is(HttpStatusCode.Created);
        (await host.Api.RefundAsync(id, 5_000, idempotencyKey: "k")).Is(HttpStatusCode.Created);

        Assert.Single(await host.Api.RefundsAsync(id));
    }

    [Fact]
    public async Task Refunds_need_their_scope_and_another_apps_payment_is_not_there()
    {
        var host = await StartAsync(
            ("QrisPayments:Apps:1:Code", "plain"), ("QrisPayments:Apps:1:Key", "plain-key"),
            ("QrisPayments:Apps:2:Code", "refunder"), ("QrisPayments:Apps:2:Key", "refund-key"),
            ("QrisPayments:Apps:2:Scopes:0", "refunds"));
        var (plain, refunder) = (host.Client("plain-key"), host.Client("refund-key"));
        var (ofPlain, _) = await PaidAsync(host, plain);
        var (ofRefunder, _) = await PaidAsync(host, refunder);

        (await plain.RefundAsync(ofPlain)).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await plain.GetAsync($"/api/v1/payments/{ofPlain}/refunds")).IsProblem(HttpStatusCode.Forbidden, "forbidden");
        (await refunder.RefundAsync(ofPlain)).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        (await refunder.GetAsync($"/api/v1/payments/{ofPlain}/refunds")).IsProblem(HttpStatusCode.NotFound, "payment_not_found");
        (await refunder.RefundAsync(ofRefunder, 1)).Is(HttpStatusCode.Created);
        Assert.Single(await refunder.RefundsAsync(ofRefunder));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class RefundTestsOnMariaDb(MariaDb database) : RefundTests(database);

public sealed class RefundTestsOnSqlite(SqliteFile database) : RefundTests(database), IClassFixture<SqliteFile>;
