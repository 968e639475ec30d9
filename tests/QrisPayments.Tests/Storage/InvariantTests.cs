using System.Data;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Money;
using QrisPayments.Storage;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Harness;
using Database = QrisPayments.Tests.Harness.Database;

namespace QrisPayments.Tests.Storage;

/// <summary>Good books break no invariant, and each invariant finds the row that breaks it.</summary>
public abstract class InvariantTests(Database database) : ModuleTests(database)
{
    /// <summary>A change that no code of the module makes, and the invariant that it breaks.</summary>
    private static readonly (string Name, string Sql)[] Plants =
    [
        ("ledger_numbers", "UPDATE qris_ledger SET no = no + 10 WHERE subject = @unmatched"),
        ("ledger_serials", "UPDATE qris_ledger SET serial = serial + 10 WHERE subject = @unmatched"),
        ("ledger_balances", "UPDATE qris_ledger SET amount = amount + 1 WHERE subject = @matched"),
        ("ledger_balances", "UPDATE qris_ledger SET total = total - 1 WHERE subject = @matched"),
        ("ledger_sums", "UPDATE qris_ledger SET balance = balance + 1 WHERE kind = 'return'"),
        ("ledger_total", "UPDATE qris_ledger SET total = total + 1 WHERE kind = 'return'"),
        ("ledger_credits", "UPDATE qris_credits SET ledger_no = 77 WHERE id = @unmatched"),
        ("ledger_credits", "UPDATE qris_credits SET ledger_no = NULL WHERE id = @unmatched"),
        ("ledger_credits", "UPDATE qris_credits SET amount = amount + 1 WHERE id = @matched"),
        ("ledger_credits", "DELETE FROM qris_ledger WHERE subject = @unmatched"),
        ("ledger_subjects", "DELETE FROM qris_credits WHERE id = @unmatched"),
        ("ledger_returns", "UPDATE qris_credits SET return_no = 77 WHERE id = @returned"),
        ("ledger_returns", "UPDATE qris_credits SET return_no = NULL WHERE id = @returned"),
        ("ledger_returns", "UPDATE qris_credits SET returned_at = NULL WHERE id = @returned"),
        ("ledger_returns", "UPDATE qris_credits SET amount = amount + 1 WHERE id = @returned"),
        ("ledger_returns", "UPDATE qris_ledger SET amount = -amount WHERE subject = @returned AND kind = 'return'"),
        ("ledger_returns", "DELETE FROM qris_ledger WHERE subject = @returned AND kind = 'return'"),
        ("ledger_credits", "DELETE FROM qris_ledger WHERE subject = @returned AND kind = 'credit'"),
        ("ledger_return_subjects", "DELETE FROM qris_credits WHERE id = @returned"),
        ("ledger_return_subjects", "UPDATE qris_credits SET in_ledger = 0 WHERE id = @returned"),
        ("returned_cases", "UPDATE qris_credits SET returned_at = @old WHERE id = @unmatched"),
        ("returned_cases", "UPDATE qris_credits SET returned_at = NULL WHERE id = @returned"),
        ("returned_cases", "UPDATE qris_reviews SET resolution = 'dismissed' WHERE credit_id = @returned"),
        ("ledger_refunds", "UPDATE qris_refunds SET ledger_no = 77 WHERE id = @back"),
        ("ledger_refunds", "UPDATE qris_refunds SET ledger_no = NULL WHERE id = @back"),
        ("ledger_refunds", "UPDATE qris_refunds SET amount = amount + 1 WHERE id = @back"),
        ("ledger_refunds", "UPDATE qris_refunds SET state = 'failed' WHERE id = @back"),
        ("ledger_refunds", "DELETE FROM qris_ledger WHERE subject = @back"),
        ("ledger_refund_subjects", "DELETE FROM qris_refunds WHERE id = @back"),
        ("paid_once", "UPDATE qris_credits SET outcome = 'unmatched' WHERE id = @matched"),
        ("paid_once", "UPDATE qris_credits SET outcome = 'matched', payment_id = @paid WHERE id = @unmatched"),
        ("paid_once", "UPDATE qris_payments SET paid_amount = paid_amount + 1 WHERE id = @paid"),
        ("matched_pays", "UPDATE qris_credits SET outcome = 'matched', payment_id = @open WHERE id = @unmatched"),
        ("twins", "UPDATE qris_credits SET outcome = 'ignored', same_as = @twin WHERE id = @unmatched"),
        ("twins", "UPDATE qris_credits SET outcome = 'unmatched' WHERE id = @twin"),
        ("twins_count_once", "UPDATE qris_credits SET in_ledger = 1 WHERE id = @twin"),
        ("twins_count_once", "UPDATE qris_credits SET in_ledger = 0 WHERE id = @matched"),
        ("shared_totals", "UPDATE qris_attempts SET state = 'open', total_amount = @total WHERE payment_id = @cancelled"),
        ("payment_status", "UPDATE qris_payments SET paid_at = NULL WHERE id = @paid"),
        ("payment_status", "UPDATE qris_payments SET ended_at = @old WHERE id = @open"),
        ("payment_status", "UPDATE qris_payments SET open_order_id = order_id WHERE id = @cancelled"),
        ("attempt_states", "UPDATE qris_attempts SET state = 'open' WHERE payment_id = @cancelled"),
        ("attempt_states", "UPDATE qris_attempts SET state = 'paid' WHERE payment_id = @open"),
        ("attempt_states", "UPDATE qris_attempts SET state = 'cancelled' WHERE payment_id = @paid"),
        ("replacements", "UPDATE qris_payments SET replaces = @cancelled WHERE id = @open"),
        ("replacements", "UPDATE qris_payments SET replaced_by = 'pay_x' WHERE id = @cancelled"),
        ("replacements", "UPDATE qris_payments SET replaced_by = @paid WHERE id = @open"),
        ("paid_event", "DELETE FROM qris_events WHERE payment_id = @paid AND type = 'payment.paid'"),
        ("paid_event", "UPDATE qris_events SET type = 'payment.paid' WHERE payment_id = @open AND type = 'payment.opened'"),
        ("paid_event", "UPDATE qris_events SET type = 'payment.paid' WHERE payment_id = @paid AND type = 'payment.opened'"),
        ("ended_event", "DELETE FROM qris_events WHERE payment_id = @cancelled AND type = 'payment.cancelled'"),
        ("event_versions", "UPDATE qris_payments SET version = 1 WHERE id = @paid"),
        ("event_callbacks", "DELETE FROM qris_deliveries WHERE subject = @paid AND kind = 'callback'"),
        ("deliveries_once", """
            INSERT INTO qris_deliveries (id, kind, subject, event_id, target, receiver, state, tries, due_at, created_at)
            SELECT REPLACE(id, 'dlv_', 'dlx_'), kind, subject, event_id, target, receiver, state, tries, due_at, created_at
            FROM qris_deliveries WHERE subject = @paid AND kind = 'callback'
            """),
        ("delivery_events", "UPDATE qris_deliveries SET event_id = 'evt_x' WHERE subject = @paid"),
        ("delivery_states", "UPDATE qris_deliveries SET state = 'done', done_at = NULL WHERE subject = @paid"),
        ("shown_cases", "UPDATE qris_payments SET review = NULL WHERE id = @claimed"),
        ("shown_cases", "UPDATE qris_payments SET review = 'late' WHERE id = @open"),
        ("shown_cases", "UPDATE qris_payments SET review = 'late' WHERE id = @claimed"),
        ("shown_cases", """
            INSERT INTO qris_reviews (id, kind, state, payment_id, opened_at) VALUES ('rev_x', 'webhook', 'open', @open, @old)
            """),
        ("credit_cases", "UPDATE qris_credits SET outcome = 'review' WHERE id = @unmatched"),
        ("credit_cases", "UPDATE qris_reviews SET credit_id = @unmatched WHERE payment_id = @claimed"),
        ("resolved_cases", "UPDATE qris_reviews SET state = 'resolved' WHERE payment_id = @claimed"),
        ("refund_sums", "UPDATE qris_payments SET refunded_amount = refunded_amount - 1 WHERE id = @paid"),
        ("refund_sums", "UPDATE qris_payments SET refund_reserved = 0 WHERE id = @paid"),
        ("refund_sums", "DELETE FROM qris_refunds WHERE id = @asked"),
        ("refund_states", "UPDATE qris_refunds SET done_at = NULL WHERE id = @back"),
        ("refund_states", "UPDATE qris_refunds SET failed_at = @old WHERE id = @asked"),
        ("refund_states", "UPDATE qris_refunds SET due_at = @old WHERE id = @back"),
        ("refund_states", "UPDATE qris_refunds SET payment_id = @open WHERE id = @asked"),
        ("refund_accounts", "UPDATE qris_refunds SET account = 'another' WHERE id = @asked"),
        ("refund_cases", "UPDATE qris_refunds SET review_id = NULL WHERE id = @asked"),
        ("refund_cases", "UPDATE qris_refunds SET state = 'failed' WHERE id = @asked"),
        ("refund_cases", """
            INSERT INTO qris_reviews (id, kind, state, payment_id, gateway_key, opened_at)
            SELECT 'rev_x', 'refund_failed', 'open', id, @back, created_at FROM qris_payments WHERE id = @paid
            """),
        ("refund_events", "DELETE FROM qris_events WHERE type = 'payment.refunded'"),
        ("refund_events", "UPDATE qris_events SET type = 'payment.refunded' WHERE type = 'payment.refund_requested'"),
        ("refund_events", "UPDATE qris_refunds SET state = 'failed' WHERE id = @asked"),
        ("refund_events", """
            INSERT INTO qris_events (id, payment_id, version, type, data, at)
            SELECT 'evt_x', payment_id, version, type, data, at FROM qris_events WHERE type = 'payment.refund_requested'
            """),
        ("waiting_credits", "UPDATE qris_credits SET ledger_no = NULL, created_at = @old WHERE id = @unmatched"),
        ("waiting_returns", "UPDATE qris_credits SET return_no = NULL, returned_at = @old WHERE id = @returned"),
        ("waiting_refunds", "UPDATE qris_refunds SET ledger_no = NULL, done_at = @old WHERE id = @back"),
        ("overdue_refunds", "UPDATE qris_refunds SET due_at = @old WHERE id = @asked"),
        ("stuck_attempts", "UPDATE qris_attempts SET state = 'creating', lease_until = @old WHERE payment_id = @open"),
        ("unexpired_payments", "UPDATE qris_payments SET expires_at = @old WHERE id = @open"),
        ("overdue_deliveries", "UPDATE qris_deliveries SET state = 'due', due_at = @old WHERE subject = @paid"),
        ("overdue_webhooks", """
            INSERT INTO qris_webhooks (id, account, digest, headers, query, body, is_cut, times, state, tries, due_at, received_at)
            VALUES ('whk_x', 'stub', 'x', '{}', '', '', 0, 1, 'received', 0, @old, @old)
            """),
        ("forgotten_reservations", "UPDATE qris_reservations SET held_until = @far WHERE total = @total"),
    ];

    [Fact]
    public async Task Each_invariant_finds_the_row_that_breaks_it_and_good_books_break_none()
    {
        var books = await WriteBooksAsync();
        Assert.Empty(await Books.FindAsync(Database, Clock.GetUtcNow(), isCalm: true));

        var silent = new List<string>();
        foreach (var (name, sql) in Plants)
        {
            await using var connection = await Database.OpenAsync();
            // Without its type a single word would be taken for a procedure's name.
            await connection.ExecuteAsync("BEGIN", commandType: CommandType.Text);
            Assert.True(await connection.ExecuteAsync(sql, books) > 0, $"{name} plants nothing: {sql}");
            var found = await Invariants.CheckAsync(
                connection, TableNames.Default, Clock.GetUtcNow(), isCalm: true, CancellationToken.None);
            if (found.All(offender => offender.Invariant.Name != name)) silent.Add($"{name} finds nothing after: {sql}");
            await connection.ExecuteAsync("ROLLBACK", commandType: CommandType.Text);
        }

        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }

    [Fact]
    public void Each_invariant_is_broken_by_one_of_these_tests() =>
        Assert.Empty(Invariant.All.Select(invariant => invariant.Name).Except(Plants.Select(plant => plant.Name)));

    /// <summary>A payment of each kind and credits of each; the host has stopped, and all of it has a name.</summary>
    private async Task<object> WriteBooksAsync()
    {
        var host = await TestHost.StartAsync(Database, Clock,
        [
            ("QrisPayments:Apps:1:Code", "bank"), ("QrisPayments:Apps:1:Key", "bank-key"),
            ("QrisPayments:Apps:1:Scopes:0", "ledger:write"),
            ("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"),
        ]);
        var (paid, open) = (await host.Api.CreateAsync(change: body => body["callback_url"] = "http://127.0.0.1:9/paid"),
            await host.Api.CreateAsync());
        var (cancelled, claimed) = (await host.Api.CreateAsync(), await host.Api.CreateAsync());
        await host.Api.CancelAsync(cancelled.Text("id")!);
        await new CheckoutClient(host, claimed.Text("id")!).SubmitAsync("claim");
        var (total, now) = (paid.Number("total_amount"), Clock.GetUtcNow());
        var matched = await host.Api.ReportAsync("money-1", total, now);
        var twin = await host.Client("bank-key").ReportAsync("bank-1", total, now);
        Assert.Equal(("matched", "ignored"), (matched.Text("outcome"), twin.Text("outcome")));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var unmatched = await host.Api.ReportAsync("money-2", 1_234, now);
        var back = await host.Api.RefundAsync(paid.Text("id")!, amount: 10_000, reference: "TRF-1");
        var asked = await host.Api.RefundAsync(paid.Text("id")!, amount: 5_000);
        var returned = await host.Api.ReportAsync("money-3", 4_321, now);
        // The last line is its own, whenever the worker comes.
        Clock.Advance(TimeSpan.FromSeconds(1));
        await host.App.Services.GetRequiredService<ReviewResolver>().ResolveCreditAsync(returned.Text("id")!,
            new Resolution { Action = ResolveAction.Refund, Remark = "Sent back.", By = "ani" }, CancellationToken.None);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_ledger"),
            lines => lines == 5, "all five are numbered");
        await host.DisposeAsync();
        return new
        {
            paid = paid.Text("id"), open = open.Text("id"), cancelled = cancelled.Text("id"), claimed = claimed.Text("id"),
            matched = matched.Text("id"), twin = twin.Text("id"), unmatched = unmatched.Text("id"), total = open.Number("total_amount"),
            back = back.Text("id"), returned = returned.Text("id"), asked = asked.Text("id"),
            old = now.UtcDateTime.AddDays(-1), far = now.UtcDateTime.AddDays(9),
        };
    }
}

[Collection(OnMariaDb.Name)]
public sealed class InvariantsOnMariaDb(MariaDb database) : InvariantTests(database);

public sealed class InvariantsOnSqlite(SqliteFile database) : InvariantTests(database), IClassFixture<SqliteFile>;
