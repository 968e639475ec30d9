using System.Data.Common;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>In a host's own pool the options are the host's: those that change only the form of values are borne, others refused.</summary>
[Collection(OnMariaDb.Name)]
public sealed class HostPoolTests(MariaDb database) : ModuleTests(database)
{
    private async Task<TestHost> StartInAsync(string options)
    {
        var source = new MySqlDataSource(Database.ConnectionString + options);
        return Owned(await TestHost.StartAsync(Database, Clock, [("ConnectionStrings:QrisPayments", null)],
            // By a factory, so that the host's services end it.
            builder => builder.Services.AddSingleton<DbDataSource>(_ => source)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(";DateTimeKind=Local;Treat Tiny As Boolean=false")]
    [InlineData(";Allow Zero DateTime=true;GuidFormat=Char36")]
    [InlineData(";DateTimeKind=Utc;Convert Zero DateTime=true;Old Guids=true")]
    public async Task F05_options_that_hand_out_values_in_another_form_change_nothing(string options)
    {
        var host = await StartInAsync(options);
        // 36 characters, as an identifier of the shop may have.
        var order = "0b7d7f7e-3d0a-4b57-9b40-6f5e4a3f2c11";
        var payment = await host.Api.CreateAsync(change: body => (body["order_id"], body["description"]) = (order, @"a\'b ☕"));
        var at = Clock.GetUtcNow().AddSeconds(-1).AddTicks(10);

        Assert.Equal("unmatched", (await host.Api.ReportAsync("early", payment.Number("total_amount"), at.AddDays(-1))).Text("outcome"));
        Assert.Equal("matched", (await host.Api.ReportAsync("ref-1", payment.Number("total_amount"), Clock.GetUtcNow())).Text("outcome"));

        var paid = await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal((order, @"a\'b ☕"), (paid.Text("order_id"), paid.Text("description")));
        Assert.Equal((payment.Time("expires_at"), Clock.GetUtcNow()), (paid.Time("expires_at"), paid.Time("paid_at")));
        Assert.False(paid["late"].GetBoolean());
    }

    [Fact]
    public async Task F05_a_pool_that_counts_changed_rows_only_is_refused_at_the_start()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartInAsync(";UseAffectedRows=true"));

        Assert.Contains("Use Affected Rows", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F05_a_pool_that_changes_texts_is_refused_at_the_start()
    {
        // The server takes a backslash for the beginning of an escape, and the driver does not know it: one could even end the text.
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartInAsync(";No Backslash Escapes=true"));

        Assert.Contains("changes texts", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F05_a_transaction_whose_connection_counts_changed_rows_only_is_refused_by_name()
    {
        var host = await StartAsync();
        await using var connection = new MySqlConnection(Database.ConnectionString + ";UseAffectedRows=true");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => host.App.Services.GetRequiredService<IQrisPayments>()
            .CreateAsync(new NewPayment { OrderId = "A-1", Amount = 50_000 }, transaction));

        Assert.Contains("Use Affected Rows", refused.Message, StringComparison.Ordinal);
    }
}
