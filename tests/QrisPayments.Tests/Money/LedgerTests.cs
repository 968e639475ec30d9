using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Money;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>
/// Every movement of money gets one line with its number and its balance, whichever node numbers it and however late it was committed.
/// </summary>
public abstract class LedgerTests(Database database) : ModuleTests(database)
{
    private protected static LedgerBook Ledger(TestHost host) => host.App.Services.GetRequiredService<LedgerBook>();

    private protected const string InsertCredit = """
        INSERT INTO qris_credits (id, account, external_ref, source, amount, at, precision_s, outcome, in_ledger, created_at)
        VALUES (@id, @account, @id, 'api:bank', @amount, @at, 60, 'unmatched', 1, @at)
        """;

    private protected object Credit(string id, long amount, string account = "static-qris", int minutes = 0) =>
        new { id, account, amount, at = Clock.GetUtcNow().UtcDateTime.AddMinutes(minutes) };

    private protected async Task<string> LinesAsync()
    {
        await using var connection = await Database.OpenAsync();
        return string.Join(' ', (await connection.QueryAsync(
            "SELECT serial AS serial, account AS account, no AS no, subject AS subject, balance AS balance, total AS total "
                + "FROM qris_ledger ORDER BY serial"))
            .Select(line => $"{line.serial}:{line.account}/{line.no}:{line.subject}={line.balance}/{line.total}"));
    }

    private protected async Task InsertAsync(params object[] credits)
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync(InsertCredit, credits);
    }

    [Fact]
    public async Task Lines_count_per_account_and_over_all_of_them()
    {
        var host = await StartAsync();
        await InsertAsync(Credit("a", 100), Credit("b", 20, "bank", 1), Credit("c", 3, minutes: 2));

        await Ledger(host).CatchUpAsync(CancellationToken.None);

        Assert.Equal("1:static-qris/1:a=100/100 2:bank/1:b=20/120 3:static-qris/2:c=103/123", await LinesAsync());
    }

    [Fact]
    public async Task The_worker_numbers_what_no_reader_asks_for()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        await host.Api.ReportAsync("money-1", payment.Number("total_amount"), Clock.GetUtcNow());

        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_ledger"), lines => lines == 1, "it is numbered");

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT ledger_no FROM qris_credits"));
    }

    [Fact]
    public async Task More_than_a_page_is_numbered_in_its_order()
    {
        var host = await StartAsync();
        await InsertAsync([.. Enumerable.Range(0, 2 * LedgerBook.Page + 9).Select(i => Credit($"crd_{i:0000}", 1, minutes: i))]);

        await Ledger(host).CatchUpAsync(CancellationToken.None);

        Assert.Equal(2 * LedgerBook.Page + 9, await Database.ScalarAsync<long>("SELECT MAX(total) FROM qris_ledger"));
        Assert.Equal(0, await Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_ledger a JOIN qris_ledger b ON b.serial = a.serial + 1 WHERE b.subject < a.subject"));
    }

    [Fact]
    public async Task What_became_visible_late_is_numbered_after_what_was_numbered_before_it()
    {
        var host = await StartAsync();
        await InsertAsync(Credit("b", 20, minutes: 5));
        await Ledger(host).CatchUpAsync(CancellationToken.None);

        await InsertAsync(Credit("a", 100));
        await Ledger(host).CatchUpAsync(CancellationToken.None);

        Assert.Equal("1:static-qris/1:b=20/20 2:static-qris/2:a=120/120", await LinesAsync());
    }

    [Fact]
    public async Task Nodes_that_number_at_the_same_moment_give_each_number_once()
    {
        TestHost[] hosts = [await StartAsync(), await StartAsync()];
        const int Credits = 120;
        var reporting = Task.WhenAll(Enumerable.Range(0, Credits).Select(i => Task.Run(() =>
            hosts[i % 2].Api.ReportAsync($"money-{i}", 70_000 + i, Clock.GetUtcNow()))));

        while (!reporting.IsCompleted)
            await Task.WhenAll(hosts.Concat(hosts).Select(host => Task.Run(() => Ledger(host).CatchUpAsync(CancellationToken.None))));
        await reporting;
        await Ledger(hosts[0]).CatchUpAsync(CancellationToken.None);

        Assert.Equal(Credits, await Database.ScalarAsync<long>("SELECT MAX(serial) FROM qris_ledger"));
        Assert.Equal(Enumerable.Range(0, Credits).Sum(i => 70_000L + i),
            await Database.ScalarAsync<long>("SELECT MAX(total) FROM qris_ledger"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits WHERE ledger_no IS NULL"));
    }

    [Fact]
    public async Task Money_that_is_sent_back_leaves_after_it_has_come_whatever_a_node_takes_for_the_time()
    {
        var host = await StartAsync();
        // Stored by a node whose clock is ahead of the one on which it is decided.
        await InsertAsync(Credit("crd_a", 700, minutes: 3));

        await host.App.Services.GetRequiredService<ReviewResolver>().ResolveCreditAsync("crd_a",
            new Resolution { Action = ResolveAction.Refund, Remark = "Sent back.", By = "ani" }, CancellationToken.None);
        await Ledger(host).CatchUpAsync(CancellationToken.None);

        Assert.Equal("1:static-qris/1:crd_a=700/700 2:static-qris/2:crd_a=0/0", await LinesAsync());
    }

    [Fact]
    public async Task A_row_that_was_entered_before_is_never_entered_again()
    {
        BreaksOnPurpose("As a backup that was put back in part would leave it.", "ledger_credits");
        var host = await StartAsync();
        await InsertAsync(Credit("a", 100));
        await Ledger(host).CatchUpAsync(CancellationToken.None);
        await Database.ScalarAsync<long>("UPDATE qris_credits SET ledger_no = NULL");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Ledger(host).CatchUpAsync(CancellationToken.None));

        Assert.Equal("1:static-qris/1:a=100/100", await LinesAsync());
    }
}

[Collection(OnMariaDb.Name)]
public sealed class LedgerOnMariaDb(MariaDb database) : LedgerTests(database)
{
    [Fact]
    public async Task A_transaction_that_commits_late_loses_nothing()
    {
        var host = await StartAsync();
        await using var connection = await Database.OpenAsync();
        await using (var late = await connection.BeginTransactionAsync())
        {
            // Names of their own: rows that a test before has deleted would make one of these wait for the other.
            await connection.ExecuteAsync(InsertCredit, Credit("late", 100), late);
            await InsertAsync(Credit("soon", 20, minutes: 5));
            // It neither waits for the other nor counts it.
            await Ledger(host).CatchUpAsync(CancellationToken.None);
            Assert.Equal("1:static-qris/1:soon=20/20", await LinesAsync());
            await late.CommitAsync();
        }

        await Ledger(host).CatchUpAsync(CancellationToken.None);

        Assert.Equal("1:static-qris/1:soon=20/20 2:static-qris/2:late=120/120", await LinesAsync());
    }
}

public sealed class LedgerOnSqlite(SqliteFile database) : LedgerTests(database), IClassFixture<SqliteFile>;
