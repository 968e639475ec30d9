using System.Net;
using System.Text.Json;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Api;

/// <summary>Lists: <c>{data, next_cursor}</c>, newest first.</summary>
public abstract class ListTests(Database database) : ModuleTests(database)
{
    private static List<string?> Ids(Answer page) => page.Data.Select(p => p.GetProperty("id").GetString()).ToList();

    [Fact]
    public async Task Without_payments_the_list_is_empty_and_at_its_end()
    {
        var host = await StartAsync();

        var page = (await host.Api.GetAsync("/api/v1/payments")).Is(HttpStatusCode.OK);

        Assert.Empty(page.Data);
        Assert.Equal(JsonValueKind.Null, page["next_cursor"].ValueKind);
    }

    [Fact]
    public async Task Pages_hold_every_payment_once_newest_first_while_new_ones_come_in()
    {
        var host = await StartAsync();
        var made = new List<string?>();
        for (var i = 0; i < 25; i++)
        {
            made.Insert(0, (await host.Api.CreateAsync()).Text("id"));
            // Some in the same moment: the order must be whole all the same.
            if (i % 5 == 0)
                Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await host.Api.GetAsync(
                $"/api/v1/payments?limit=10{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}")).Is(HttpStatusCode.OK);
            Assert.InRange(page.Data.Count, 1, 10);
            seen.AddRange(Ids(page));
            cursor = page.Text("next_cursor");
            Clock.Advance(TimeSpan.FromSeconds(1));
            await host.Api.CreateAsync();
        }
        while (cursor is not null);

        Assert.Equal(25, seen.Count);
        Assert.Equal(made.Order(), seen.Order());
        // Within one moment any order will do; across moments the newer comes first.
        Assert.Equal(made[..4].Order(), seen[..4].Order());
    }

    [Fact]
    public async Task A_payment_in_the_list_reads_as_it_does_alone()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();

        var listed = (await host.Api.GetAsync("/api/v1/payments")).Data.Single();

        Assert.Equal(payment.Json.GetRawText(), listed.GetRawText());
    }

    [Fact]
    public async Task The_list_can_be_narrowed_by_status_and_by_order()
    {
        var host = await StartAsync();
        var open = await host.Api.CreateAsync(50_000, b => b["order_id"] = "A-1");
        var cancelled = await host.Api.CreateAsync(50_000, b => b["order_id"] = "A-2");
        (await host.Api.CancelAsync(cancelled.Text("id")!)).Is(HttpStatusCode.OK);
        var again = await host.Api.CreateAsync(50_000, b => b["order_id"] = "A-2");

        Assert.Equal([open.Text("id"), again.Text("id")],
            Ids(await host.Api.GetAsync("/api/v1/payments?status=pending")).OrderBy(id => id == again.Text("id")));
        Assert.Equal([cancelled.Text("id")], Ids(await host.Api.GetAsync("/api/v1/payments?status=cancelled")));
        Assert.Equal(2, Ids(await host.Api.GetAsync("/api/v1/payments?order_id=A-2")).Count);
        Assert.Equal([again.Text("id")], Ids(await host.Api.GetAsync("/api/v1/payments?order_id=A-2&status=pending")));
        Assert.Empty(Ids(await host.Api.GetAsync("/api/v1/payments?order_id=a-2")));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("status=sold", "status")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string field)
    {
        var host = await StartAsync();
        (await host.Api.GetAsync("/api/v1/payments?" + query)).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", field);
    }

    [Fact]
    public async Task Events_come_oldest_first_and_in_pages()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        (await host.Api.CancelAsync(payment.Text("id")!)).Is(HttpStatusCode.OK);

        var types = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await host.Api.GetAsync(
                $"/api/v1/payments/{payment.Text("id")}/events?limit=1{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}"))
                    .Is(HttpStatusCode.OK);
            types.AddRange(page.Data.Select(e => e.GetProperty("type").GetString()));
            cursor = page.Text("next_cursor");
        }
        while (cursor is not null);

        Assert.Equal(["payment.created", "payment.opened", "payment.cancelled"], types);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ListOnMariaDb(MariaDb database) : ListTests(database);

public sealed class ListOnSqlite(SqliteFile database) : ListTests(database), IClassFixture<SqliteFile>;
