using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Storage;
using QrisPayments.Tests.Harness;
using Database = QrisPayments.Tests.Harness.Database;
using OwnDatabase = QrisPayments.Storage.Database;

namespace QrisPayments.Tests.Payments;

/// <summary>
/// What a payment's writer was told of it must still hold when it writes, whatever other transactions have locked: each change says so in its own
/// condition.
/// </summary>
public abstract class PaymentBookTests(Database database) : ModuleTests(database)
{
    private TestHost _host = null!;
    private string _id = "";
    private string _attemptId = "";

    private PaymentBook Book => _host.App.Services.GetRequiredService<PaymentBook>();

    private async Task OpenAsync()
    {
        _host = await StartAsync();
        _id = (await _host.Api.CreateAsync()).Text("id")!;
        _attemptId = (await Database.ScalarAsync<string>("SELECT attempt_id FROM qris_payments WHERE id = @id", new { id = _id }))!;
    }

    private Task<T> TransactAsync<T>(Func<DbSession, Task<T>> writeAsync) =>
        _host.App.Services.GetRequiredService<OwnDatabase>().TransactAsync(writeAsync, CancellationToken.None);

    private Task<long> VersionAsync() =>
        Database.ScalarAsync<long>("SELECT version FROM qris_payments WHERE id = @id", new { id = _id });

    private Task<bool> PayAsync(long version, bool isInReview = false) => TransactAsync(session => Book.PayAsync(session, new PaidBy
    {
        PaymentId = _id, Version = version, AttemptId = _attemptId, Account = "static-qris", Amount = 50_000, At = session.Now,
        IsLate = false, IsInReview = isInReview, Hold = TimeSpan.FromHours(1), Data = new { amount = 50_000 },
    }));

    [Fact]
    public async Task A_payment_that_has_changed_since_it_was_read_is_not_paid()
    {
        await OpenAsync();
        var events = await _host.Api.EventTypesAsync(_id);

        Assert.False(await PayAsync(await VersionAsync() - 1));

        Assert.Equal("pending", (await _host.Api.PaymentAsync(_id)).Text("status"));
        Assert.Equal(events, await _host.Api.EventTypesAsync(_id));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE state = 'paid'"));
    }

    [Fact]
    public async Task No_case_is_opened_about_a_payment_that_has_changed_since_it_was_read()
    {
        await OpenAsync();
        var version = await VersionAsync() - 1;

        Assert.False(await TransactAsync(session =>
            Book.OpenReviewAsync(session, _id, version, ReviewKinds.Late, "crd_x", 50_000, "Late.")));

        Assert.Null((await _host.Api.PaymentAsync(_id)).Text("review"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
    }

    [Fact]
    public async Task Money_answers_what_was_said_of_it_and_leaves_other_cases_to_a_person()
    {
        BreaksOnPurpose("It is paid without a credit.", "paid_once");
        await OpenAsync();
        foreach (var kind in new[] { ReviewKinds.Claimed, ReviewKinds.Unconfirmed, ReviewKinds.Doubtful })
            await TransactAsync<object?>(async session =>
            {
                await Book.OpenReviewOnceAsync(session, _id, kind, kind, new { kind });
                return null;
            });

        Assert.True(await PayAsync(await VersionAsync(), isInReview: true));

        var payment = await _host.Api.PaymentAsync(_id);
        Assert.Equal(("paid", "doubtful"), (payment.Text("status"), payment.Text("review")));
        Assert.Equal(["claimed money_arrived", "doubtful open", "unconfirmed money_arrived"], await CasesAsync());
    }

    [Fact]
    public async Task A_word_that_is_too_long_is_cut_and_opens_one_case_however_often_it_is_said()
    {
        await OpenAsync();
        for (var i = 0; i < 2; i++)
            await TransactAsync<object?>(async session =>
            {
                await Book.OpenReviewOnceAsync(session, _id, ReviewKinds.Doubtful, new string('x', 600), new { });
                return null;
            });

        Assert.Equal(["doubtful open"], await CasesAsync());
        Assert.Equal(500, await Database.ScalarAsync<long>("SELECT LENGTH(note) FROM qris_reviews"));
    }

    [Fact]
    public async Task An_opener_that_has_died_has_one_heir()
    {
        await OpenAsync();
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("UPDATE qris_attempts SET state = 'creating', lease_until = '2026-01-01 05:00:00'");
        var seen = await Database.ScalarAsync<DateTime>("SELECT lease_until FROM qris_attempts");

        Task<bool> TakeOverAsync() =>
            TransactAsync(session => PaymentBook.TakeOverAsync(session, _attemptId, seen, session.Now.AddMinutes(1)));

        Assert.True(await TakeOverAsync());
        Assert.False(await TakeOverAsync());
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("UPDATE qris_attempts SET state = 'open', lease_until = NULL");
    }

    private async Task<List<string>> CasesAsync()
    {
        await using var connection = await Database.OpenAsync();
        return [.. await connection.QueryAsync<string>(
            "SELECT CONCAT(kind, ' ', COALESCE(resolution, 'open')) FROM qris_reviews ORDER BY kind")];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_is_left_is_neither_set_aside_nor_counted(bool isDone)
    {
        await OpenAsync();
        await _host.Api.PostAsync($"/api/v1/sandbox/payments/{_id}/pay");
        var paid = (await _host.Api.PaymentAsync(_id)).Number("paid_amount");
        (await _host.Api.RefundAsync(_id, 10_000, reference: "TRX-1")).Is(System.Net.HttpStatusCode.Created);
        var events = await _host.Api.EventTypesAsync(_id);
        var change = new RefundChange { PaymentId = _id, RefundId = "rfd_x", Amount = paid - 10_000 + 1, Data = new { amount = 1 } };

        Assert.False(await TransactAsync(session =>
            isDone ? Book.AddRefundedAsync(session, change) : Book.ReserveRefundAsync(session, change)));

        Assert.Equal(10_000, (await _host.Api.PaymentAsync(_id)).Number("refunded_amount"));
        Assert.Equal(events, await _host.Api.EventTypesAsync(_id));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class PaymentBookOnMariaDb(MariaDb database) : PaymentBookTests(database);

public sealed class PaymentBookOnSqlite(SqliteFile database) : PaymentBookTests(database), IClassFixture<SqliteFile>;
