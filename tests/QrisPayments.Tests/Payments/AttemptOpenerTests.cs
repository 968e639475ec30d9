using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Payments;

/// <summary>An answer that comes after somebody else took over changes nothing.</summary>
public abstract class AttemptOpenerTests(Database database) : ModuleTests(database)
{
    [Fact]
    public Task A_late_no_leaves_the_open_attempt_alone() => AnswerLateAsync(new OpenResult.Rejected("no", "No."));

    [Fact]
    public Task A_late_silence_leaves_the_open_attempt_alone() => AnswerLateAsync(new OpenResult.Unknown("Silence."));

    private async Task AnswerLateAsync(OpenResult answer)
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var id = payment.Text("id")!;
        var attempt = await Database.ScalarAsync<string>("SELECT attempt_id FROM qris_payments WHERE id = @id", new { id });
        var heldUntil = await Database.ScalarAsync<object>("SELECT held_until FROM qris_reservations WHERE attempt_id = @attempt",
            new { attempt });
        var total = payment.Number("total_amount");

        // Our lease ran out and another node opened the attempt; now our own answer arrives.
        var account = Account("static-qris", new Answering(answer));
        var opened = await host.App.Services.GetRequiredService<AttemptOpener>().OpenAsync(
            new AttemptSubject
            {
                PaymentId = id, OrderId = payment.Text("order_id")!, Amount = 50_000, ExpiresIn = TimeSpan.FromMinutes(15)
            },
            new StartResult.Started(
                new Attempt(attempt!, id, account, 50_000, (int)(total - 50_000), total, payment.Time("expires_at"),
                    payment.Time("expires_at").AddHours(1)), []),
            null, CancellationToken.None);

        Assert.Equal(PaymentStatus.Pending, opened.Status);
        Assert.NotNull(opened.QrString);
        Assert.Equal("open", await Database.ScalarAsync<string>("SELECT state FROM qris_attempts WHERE id = @attempt", new { attempt }));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE payment_id = @id", new { id }));
        Assert.Equal(heldUntil,
            await Database.ScalarAsync<object>("SELECT held_until FROM qris_reservations WHERE attempt_id = @attempt", new { attempt }));
    }

    [Fact]
    public async Task An_account_that_left_while_another_was_asked_is_not_asked()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var id = payment.Text("id")!;
        var attempt = await Database.ScalarAsync<string>("SELECT attempt_id FROM qris_payments WHERE id = @id", new { id });
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("UPDATE qris_attempts SET state = 'creating', qr_payload = NULL, lease_until = @until",
                new { until = Clock.GetUtcNow().AddSeconds(30).UtcDateTime });
        var total = payment.Number("total_amount");
        var gone = new Answering(new OpenResult.Unknown("It was asked all the same."));

        var opened = await host.App.Services.GetRequiredService<AttemptOpener>().OpenAsync(
            new AttemptSubject
            {
                PaymentId = id, OrderId = payment.Text("order_id")!, Amount = 50_000, ExpiresIn = TimeSpan.FromMinutes(15)
            },
            new StartResult.Started(
                new Attempt(attempt!, id, Account("static-qris", new Answering(new OpenResult.Rejected("no", "No."))), 50_000,
                    (int)(total - 50_000), total,
                    payment.Time("expires_at"), payment.Time("expires_at").AddHours(1)),
                [Account("gone", gone)]),
            null, CancellationToken.None);

        Assert.Equal(0, gone.Calls);
        Assert.Equal(PaymentStatus.Failed, opened.Status);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE payment_id = @id", new { id }));
    }

    private static ProviderAccount Account(string id, Answering provider) =>
        new(id, id, provider, provider.Traits) { Guard = new PluginGuard(id) };

    [Fact]
    public async Task An_attempt_whose_opener_died_is_opened_by_the_janitor()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("UPDATE qris_attempts SET state = 'creating', qr_payload = NULL, lease_until = @past",
                new { past = Clock.GetUtcNow().AddSeconds(-1).UtcDateTime });

        var resumed = await Wait.UntilAsync(() => host.Api.PaymentAsync(payment.Text("id")!), p => p["qr_string"].GetString() is not null,
            "the attempt is open");

        Assert.Equal(payment.Number("total_amount"), resumed.Number("total_amount"));
        Assert.Equal(payment.Text("qr_string"), resumed.Text("qr_string"));
    }

    private sealed class Answering(OpenResult answer) : IPaymentProvider
    {
        public ProviderTraits Traits { get; } = new() { NeedsUniqueAmount = true };

        public int Calls { get; private set; }

        public Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult(answer);
        }
    }
}

[Collection(OnMariaDb.Name)]
public sealed class AttemptOpenerOnMariaDb(MariaDb database) : AttemptOpenerTests(database);

public sealed class AttemptOpenerOnSqlite(SqliteFile database) : AttemptOpenerTests(database), IClassFixture<SqliteFile>;
