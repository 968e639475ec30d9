using System.Data.Common;
using System.Net;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>What a server says when it takes no change is told apart from a fault of ours, and the client may come again.</summary>
[Collection(OnMariaDb.Name)]
public sealed class ServerTroubleTests(MariaDb database) : ModuleTests(database)
{
    public override async Task DisposeAsync()
    {
        await SayAsync(null);
        await base.DisposeAsync();
    }

    /// <summary>Has the server answer a new payment with this error of its own.</summary>
    private async Task SayAsync(int? number)
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("DROP TRIGGER IF EXISTS test_trouble");
        if (number is not null)
            await connection.ExecuteAsync("CREATE TRIGGER test_trouble BEFORE INSERT ON qris_payments FOR EACH ROW "
                + $"SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = {number}, MESSAGE_TEXT = 'the server says so'");
    }

    [Theory]
    // Galera: "WSREP has not yet prepared node for application use".
    [InlineData(1047, "database_unavailable")]
    [InlineData(1040, "database_unavailable")]
    [InlineData(1142, "database_refused")]
    [InlineData(1146, "database_refused")]
    [InlineData(1290, "database_read_only")]
    [InlineData(1836, "database_read_only")]
    [InlineData(1021, "database_full")]
    [InlineData(1114, "database_full")]
    [InlineData(1205, "temporarily_unavailable")]
    [InlineData(1213, "temporarily_unavailable")]
    public async Task F27_its_word_is_answered_as_503_with_a_code_and_nothing_is_kept(int number, string code)
    {
        var host = await StartAsync();
        var body = ApiClient.NewPayment();
        await SayAsync(number);

        var answer = (await host.Api.TryCreateAsync(body, "key-1")).Is(HttpStatusCode.ServiceUnavailable);

        Assert.Equal(code, answer.Text("code"));
        Assert.NotNull(answer.Response.Headers.RetryAfter?.Delta);
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        await SayAsync(null);
        (await host.Api.TryCreateAsync(body.DeepClone(), "key-1")).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(1142, "Grant the user SELECT, INSERT, UPDATE and DELETE")]
    [InlineData(1146, "Restore it from a backup")]
    public async Task F27_a_missing_right_or_table_is_named_once_with_its_remedy(int number, string remedy)
    {
        var log = new FakeLogCollector();
        var host = Owned(await TestHost.StartAsync(Database, Clock, configure: builder => builder.LogTo(log)));
        await SayAsync(number);

        for (var i = 0; i < 3; i++) (await host.Api.TryCreateAsync(ApiClient.NewPayment())).Is(HttpStatusCode.ServiceUnavailable);

        var line = Assert.Single(log.GetSnapshot(), record => record.Level >= LogLevel.Error).Message;
        Assert.Contains("the server says so", line, StringComparison.Ordinal);
        Assert.Contains(remedy, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Look at the server, the network", line, StringComparison.Ordinal);
    }

    /// <summary>Orders a second payment, of which the server says that the user may not write it.</summary>
    public sealed class OrdersMore(IQrisPayments payments) : IPaymentHandler
    {
        public Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken) =>
            paymentEvent.Type == "payment.paid"
                ? payments.CreateAsync(new NewPayment { OrderId = $"{paymentEvent.Payment.OrderId}-more", Amount = 10_000 },
                    cancellationToken)
                : Task.CompletedTask;
    }

    [Fact]
    public async Task F27_a_delivery_that_fails_of_a_missing_right_counts_its_try()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock,
            configure: builder => builder.Services.AddPaymentHandler<OrdersMore>()));
        var payment = await host.Api.CreateAsync();
        await SayAsync(1142);

        await host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay");

        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_delivery_tries t JOIN qris_deliveries d "
            + "ON d.id = t.delivery_id WHERE d.target LIKE '%OrdersMore%' AND t.ok = 0"), tries => tries >= 1, "its try is counted");
    }

    [Fact]
    public async Task F27_an_error_that_is_our_own_is_no_outage()
    {
        var log = new FakeLogCollector();
        var host = Owned(await TestHost.StartAsync(Database, Clock, configure: builder => builder.LogTo(log)));
        await SayAsync(1054);

        (await host.Api.TryCreateAsync(ApiClient.NewPayment())).Is(HttpStatusCode.InternalServerError);

        Assert.DoesNotContain("The database cannot be used", log.Text(), StringComparison.Ordinal);
    }
}

/// <summary>A file that cannot be written for a while, or does not grow any more.</summary>
public sealed class FileTroubleTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    private const string Well = "PRAGMA query_only = 0; PRAGMA max_page_count = 1000000000";

    /// <summary>Puts each connection into the state of the moment.</summary>
    private sealed class MoodySource(string connectionString) : DbDataSource
    {
        public string Mood { get; set; } = Well;

        public override string ConnectionString => connectionString;

        protected override DbConnection CreateDbConnection() => new SqliteConnection(connectionString);

        protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
        {
            var connection = CreateDbConnection();
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(Mood);
            return connection;
        }
    }

    [Theory]
    [InlineData("PRAGMA query_only = 1", "database_read_only", "takes no changes", "Make it writable")]
    [InlineData("PRAGMA max_page_count = 1", "database_full", "is full", "Free some space")]
    public async Task F27_the_cause_is_named_once_reading_goes_on_and_nothing_is_lost(string mood, string code, string what, string remedy)
    {
        var (source, log) = (new MoodySource(Database.ConnectionString + ";Default Timeout=15"), new FakeLogCollector());
        var host = Owned(await TestHost.StartAsync(Database, Clock, [("ConnectionStrings:QrisPayments", null)], builder =>
        {
            builder.LogTo(log);
            builder.Services.AddSingleton<DbDataSource>(_ => source);
        }));
        var open = await host.Api.CreateAsync();
        var made = 1;

        source.Mood = mood;
        Answer answer;
        // Pages that are free already are filled first.
        while ((answer = await host.Api.TryCreateAsync(ApiClient.NewPayment())).Status == HttpStatusCode.Created)
            Assert.True(++made < 800, "It goes on growing.");

        answer.Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(code, answer.Text("code"));
        Assert.NotNull(answer.Response.Headers.RetryAfter);
        // What is read is read.
        await host.Api.PaymentAsync(open.Text("id")!);
        (await host.Api.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/qris/pay/{open.Text("id")}"))).Is(HttpStatusCode.OK);
        (await host.Api.TryCreateAsync(ApiClient.NewPayment())).Is(HttpStatusCode.ServiceUnavailable);
        var line = Assert.Single(log.GetSnapshot(), record => record.Level >= LogLevel.Error).Message;
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.Contains(remedy, line, StringComparison.Ordinal);

        source.Mood = Well;
        await host.Api.CreateAsync();
        Assert.Equal(made + 1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{open.Text("id")}/pay");
        await host.Api.WaitForStatusAsync(open.Text("id")!, "paid");
    }
}
