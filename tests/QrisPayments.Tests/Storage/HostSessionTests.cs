using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>
/// Sessions of a host's own pool are in whatever mode and time zone the host or its server likes: migrations and payments go through, or
/// the start says what to change.
/// </summary>
[Collection(OnMariaDb.Name)]
public sealed class HostSessionTests() : FreshDatabaseTests(MariaDb.New())
{
    private Task<TestHost> StartInAsync(string session) => StartInAsync(session, Database.ConnectionString);

    private async Task<TestHost> StartInAsync(string session, string connectionString) =>
        Owned(await TestHost.StartAsync(Database, Clock, [("ConnectionStrings:QrisPayments", null)],
            builder => builder.Services.AddSingleton<DbDataSource>(_ => new MySqlDataSourceBuilder(connectionString)
                .UseConnectionOpenedCallback(async (context, _) => await context.Connection.ExecuteAsync($"SET SESSION {session}"))
                .Build())));

    private async Task SellsAsync(TestHost host)
    {
        var text = """a"b 'c' \d || `e` ☕""";
        var payment = await host.Api.CreateAsync(change: body => (body["description"], body["order_id"]) = (text, "A-\"1\""));
        var at = Clock.GetUtcNow();

        Assert.Equal("matched", (await host.Api.ReportAsync("ref-1", payment.Number("total_amount"), at)).Text("outcome"));

        var paid = await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal((text, "A-\"1\"", at), (paid.Text("description"), paid.Text("order_id"), paid.Time("paid_at")));
        Assert.Equal(payment.Time("expires_at"), paid.Time("expires_at"));
        (await host.Api.RefundAsync(payment.Text("id")!, 1_000, reference: "T-1")).Is(System.Net.HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("sql_mode = ''")]
    [InlineData("sql_mode = 'ANSI'")]
    [InlineData("sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'")]
    [InlineData("sql_mode = 'TRADITIONAL'")]
    [InlineData("sql_mode = 'NO_AUTO_VALUE_ON_ZERO,HIGH_NOT_PRECEDENCE,PIPES_AS_CONCAT,NO_UNSIGNED_SUBTRACTION'")]
    [InlineData("time_zone = '+13:00'")]
    [InlineData("time_zone = '-11:00', sql_mode = 'TIME_ROUND_FRACTIONAL'")]
    public async Task F27_a_mode_or_time_zone_of_the_hosts_changes_nothing(string session) => await SellsAsync(await StartInAsync(session));

    [Theory]
    [InlineData("sql_mode = 'ORACLE'", "ORACLE", "sql_mode_unsupported")]
    [InlineData("sql_mode = 'NO_BACKSLASH_ESCAPES'", "NO_BACKSLASH_ESCAPES")]
    // MariaDB: the shop's own payments have an empty app.
    [InlineData("sql_mode = 'EMPTY_STRING_IS_NULL'", "EMPTY_STRING_IS_NULL")]
    public async Task F27_a_mode_in_which_nothing_works_is_refused_at_the_start_with_the_remedy(
        string session, string named, string code = "text_changed")
    {
        var refused = await Assert.ThrowsAsync<QrisSetupException>(() => StartInAsync(session));

        var fault = Assert.Single(refused.Faults);
        Assert.Equal(code, fault.Code);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(";AllowUserVariables=true;TreatTinyAsBoolean=false;GuidFormat=Binary16")]
    [InlineData(";GuidFormat=Char36;Old Guids=false;Convert Zero DateTime=true;DateTimeKind=Unspecified")]
    [InlineData(";Pooling=false")]
    [InlineData(";Minimum Pool Size=3;Maximum Pool Size=5;ConnectionLifeTime=1")]
    [InlineData(";UseCompression=true;Interactive Session=true;Keepalive=5")]
    [InlineData(";Default Command Timeout=0;Ignore Prepare=false;Ignore Command Transaction=true")]
    [InlineData(";Persist Security Info=true;Application Name=shop;Pipelining=false")]
    public async Task F27_an_odd_connection_string_of_ours_sells_like_any_other(string options) =>
        await SellsAsync(await StartAsync(("ConnectionStrings:QrisPayments", Database.ConnectionString + options)));

    [Fact]
    public async Task F27_a_socket_is_an_address_like_any_other()
    {
        var socket = await Database.ScalarAsync<string>("SELECT @@socket");
        var parts = new MySqlConnectionStringBuilder(Database.ConnectionString)
        {
            Server = socket!, ConnectionProtocol = MySqlConnectionProtocol.UnixSocket,
        };

        var host = await StartAsync(("ConnectionStrings:QrisPayments", parts.ConnectionString));

        await SellsAsync(host);
        // The host's own connection goes by the network, and is on the same database.
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await host.App.Services.GetRequiredService<IQrisPayments>().CreateAsync(
            new NewPayment { OrderId = "A-2", Amount = 50_000 }, transaction);
        await transaction.CommitAsync();
    }

    [Theory]
    [InlineData(";Protocol=Pipe")]
    [InlineData(";Protocol=Memory")]
    [InlineData(";Maximum Pool Size=0")]
    [InlineData(";Port=99999")]
    [InlineData(";NoSuchOption=1")]
    [InlineData(";Character Set")]
    public async Task F27_what_the_driver_refuses_is_said_with_the_setting_and_never_raw(string options)
    {
        var refused = await Assert.ThrowsAsync<QrisSetupException>(
            () => StartAsync(("ConnectionStrings:QrisPayments", Database.ConnectionString + options)));

        Assert.Equal("ConnectionStrings:QrisPayments", Assert.Single(refused.Faults).Field);
    }
}
