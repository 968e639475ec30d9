using System.Collections.Concurrent;
using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Payments;

/// <summary>A provider that calls no gateway is asked before anything is stored; one transaction then stores the open payment.</summary>
public abstract class LocalStartTests(Database database) : ModuleTests(database)
{
    private const string Plugin = "meanwhile";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qris-local-");

    /// <summary>The totals that the provider was asked for.</summary>
    private readonly ConcurrentQueue<long> _asked = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        AppDomain.CurrentDomain.SetData(_folder.Name, null);
        _folder.Delete(recursive: true);
    }

    /// <summary>A host whose provider does <paramref name="meanwhile"/> with the total that it is asked for.</summary>
    private Task<TestHost> StartAsync(Func<long, Task> meanwhile, string answer, params (string, string?)[] settings)
    {
        Func<long, Task> told = total =>
        {
            _asked.Enqueue(total);
            return meanwhile(total);
        };
        AppDomain.CurrentDomain.SetData(_folder.Name, told);
        TestPlugin.Write(_folder.FullName, Plugin, TestPlugin.Provider(Plugin, settings: "",
            traits: "NeedsUniqueAmount = true, OpensLocally = true",
            open: $"""
                await ((Func<long, Task>)AppDomain.CurrentDomain.GetData("{_folder.Name}")!)(request.TotalAmount);
                {answer}
                """).Replace("Settings>", "NoSettings>", StringComparison.Ordinal));
        return StartAsync([("QrisPayments:Plugins:Paths:1", _folder.FullName), .. settings]);
    }

    private const string Opens = """return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = "Bayar tepat." };""";

    private static Task<Answer> CreateAsync(TestHost host, string? key = null) =>
        host.Api.TryCreateAsync(ApiClient.NewPayment(50_000, body =>
        {
            body["order_id"] = "INV-1";
            body["provider"] = Plugin;
        }), key);

    private async Task TakeAsync(long total)
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("""
            INSERT INTO qris_reservations (account, total, attempt_id, taken_at, held_until)
            VALUES (@Plugin, @total, 'att_other', @now, @until)
            """, new { Plugin, total, now = Clock.GetUtcNow().UtcDateTime, until = Clock.GetUtcNow().UtcDateTime.AddHours(1) });
    }

    private Task<long> CountAsync(string table) => Database.ScalarAsync<long>($"SELECT COUNT(*) FROM {table}");

    [Fact]
    public async Task Nothing_is_stored_and_no_lock_is_held_while_it_is_asked()
    {
        var stored = -1L;
        var host = await StartAsync(async total =>
        {
            stored = await CountAsync("qris_payments") + await CountAsync("qris_attempts") + await CountAsync("qris_reservations");
            // Another connection can take this very total. A lock would keep it waiting until the provider's time is over.
            await TakeAsync(total);
            await using var connection = await Database.OpenAsync();
            await connection.ExecuteAsync("DELETE FROM qris_reservations");
        }, Opens);

        var payment = (await CreateAsync(host)).Is(HttpStatusCode.Created);

        Assert.Equal(0, stored);
        Assert.Equal(_asked.Single(), payment.Number("total_amount"));
        Assert.Equal(["payment.created", "payment.opened"], await host.Api.EventTypesAsync(payment.Text("id")!));
        Assert.Equal(2, (await Database.ScalarAsync<long>("SELECT version FROM qris_payments")));
        Assert.Equal(payment.Body, (await host.Api.PaymentAsync(payment.Text("id")!)).Body);
    }

    [Fact]
    public async Task A_total_that_was_taken_meanwhile_starts_over()
    {
        var host = await StartAsync(total => _asked.Count == 1 ? TakeAsync(total) : Task.CompletedTask, Opens,
            ("QrisPayments:Matching:CodeMin", "1"), ("QrisPayments:Matching:CodeMax", "2"));

        var payment = (await CreateAsync(host, "key-1")).Is(HttpStatusCode.Created);

        Assert.Equal(2, _asked.Distinct().Count());
        Assert.Equal(_asked.Last(), payment.Number("total_amount"));
        Assert.Equal((1, 1, 2),
            (await CountAsync("qris_payments"), await CountAsync("qris_attempts"), await CountAsync("qris_reservations")));
        Assert.Equal(payment.Body, (await CreateAsync(host, "key-1")).Body);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task When_every_total_goes_meanwhile_the_band_is_exhausted_and_nothing_stays()
    {
        var host = await StartAsync(TakeAsync, Opens, ("QrisPayments:Matching:CodeMin", "1"), ("QrisPayments:Matching:CodeMax", "3"));

        (await CreateAsync(host)).IsProblem(HttpStatusCode.Conflict, "unique_amount_exhausted");

        Assert.Equal((0, 0, 3),
            (await CountAsync("qris_payments"), await CountAsync("qris_attempts"), await CountAsync("qris_reservations")));
    }

    [Fact]
    public async Task One_that_declines_is_asked_once_and_the_next_provider_takes_the_payment()
    {
        var host = await StartAsync(_ => Task.CompletedTask, """return new OpenResult.Rejected("closed", "Not today.");""",
            ("QrisPayments:Providers:meanwhile:Routing:Position", "1"), ("QrisPayments:Providers:static-qris:Routing:Position", "2"));

        var payment = await host.Api.CreateAsync();

        Assert.Equal("static-qris", payment.Text("provider"));
        Assert.Single(_asked);
        Assert.Equal("closed: Not today.",
            await Database.ScalarAsync<string>("SELECT error FROM qris_attempts WHERE state = 'rejected' AND account = @Plugin",
                new { Plugin }));
    }

    [Fact]
    public async Task One_that_answers_nonsense_is_declined_and_the_next_provider_takes_the_payment()
    {
        var host = await StartAsync(_ => Task.CompletedTask, """
            return new OpenResult.Opened { TotalAmount = request.TotalAmount, RedirectUrl = new Uri("/bayar", UriKind.Relative) };
            """, ("QrisPayments:Providers:meanwhile:Routing:Position", "1"), ("QrisPayments:Providers:static-qris:Routing:Position", "2"));

        Assert.Equal("static-qris", (await host.Api.CreateAsync()).Text("provider"));

        Assert.Single(_asked);
        Assert.StartsWith("qr_refused: ", await Database.ScalarAsync<string>("SELECT error FROM qris_attempts WHERE state = 'rejected'"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_know_is_asked_again_for_an_attempt_that_is_stored()
    {
        var host = await StartAsync(_ => Task.CompletedTask, """return new OpenResult.Unknown("no idea");""",
            ("QrisPayments:Providers:meanwhile:Routing:Position", "1"), ("QrisPayments:Providers:static-qris:Routing:Position", "2"));

        Assert.Equal("static-qris", (await host.Api.CreateAsync()).Text("provider"));

        // What may have been made has a row with the total that was asked for last.
        Assert.Equal(2, _asked.Count);
        Assert.Equal(_asked.Last(), await Database.ScalarAsync<long>("SELECT total_amount FROM qris_attempts WHERE state = 'unknown'"));
    }

    [Fact]
    public async Task A_reference_that_another_attempt_has_is_refused_and_nothing_of_the_short_way_stays()
    {
        var host = await StartAsync(_ => Task.CompletedTask, """
            return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = "Bayar.", ProviderRef = "same" };
            """);
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(50_000, body => body["provider"] = Plugin))).Is(HttpStatusCode.Created);

        (await CreateAsync(host, "key-1")).IsProblem(HttpStatusCode.ServiceUnavailable, "provider_unavailable");

        Assert.Equal(["open", "rejected"], await StatesAsync());
        Assert.Equal(0, await CountAsync("qris_idempotency"));
    }

    [Fact]
    public async Task Of_many_creates_with_one_key_one_is_made_and_all_hear_of_it()
    {
        var host = await StartAsync(_ => Task.CompletedTask, Opens);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => CreateAsync(host, "key-1")));

        Assert.Single(answers.Select(answer => answer.Is(HttpStatusCode.Created).Body).Distinct());
        Assert.Equal((1, 1, 1),
            (await CountAsync("qris_payments"), await CountAsync("qris_attempts"), await CountAsync("qris_reservations")));
    }

    private async Task<List<string>> StatesAsync()
    {
        await using var connection = await Database.OpenAsync();
        return [.. await connection.QueryAsync<string>("SELECT state FROM qris_attempts ORDER BY state")];
    }

    [Fact]
    public async Task A_payment_of_the_hosts_own_transaction_is_opened_in_one_step()
    {
        var host = await StartAsync(_ => Task.CompletedTask, Opens);
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();
        string id;
        await using (var connection = await Database.OpenAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            id = Assert.IsType<CreateResult.Created>(await payments.CreateAsync(
                new NewPayment { OrderId = "A-1", Amount = 50_000, Provider = Plugin }, transaction)).Payment.Id;
            await transaction.CommitAsync();
        }

        var payment = await Wait.UntilAsync(() => payments.FindAsync(id), found => found?.TotalAmount is not null, "it is open");

        Assert.Equal(_asked.Single(), payment!.TotalAmount);
        Assert.Equal(2, payment.Version);
        Assert.Equal(["payment.created", "payment.opened"], await host.Api.EventTypesAsync(id));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class LocalStartOnMariaDb(MariaDb database) : LocalStartTests(database);

public sealed class LocalStartOnSqlite(SqliteFile database) : LocalStartTests(database), IClassFixture<SqliteFile>;
