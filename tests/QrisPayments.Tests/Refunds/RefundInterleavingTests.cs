using System.Collections.Concurrent;
using System.Net;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>Whatever comes between what, no more goes back than was paid, and the books say of it what the gateway says.</summary>
public abstract class RefundInterleavingTests(Database database) : PaidGatewayTests(database)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Fifty_requests_and_words_at_once_end_as_the_gateway_says(int seed)
    {
        await PaidAsync();
        var (random, gateway, paidWord) = (new Random(seed), new RefundGateway(50_000, seed), _gateway.Status(""));
        _gateway.Refund = gateway.Refund;
        _gateway.RefundStatus = gateway.Stands;
        _gateway.Status = _ => gateway.Status(paidWord);
        var answers = new ConcurrentBag<Answer>();
        var steps = Enumerable.Range(0, 50).Select(i => i % 5 == 0 ? WordAsync(i) : RequestAsync(i)).ToList();

        await Task.WhenAll(steps.OrderBy(_ => random.Next()).Select(Task.Run));
        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(6));
            return await Database.ScalarAsync<long>("SELECT (SELECT COUNT(*) FROM qris_refunds WHERE due_at IS NOT NULL) + "
                + "(SELECT COUNT(*) FROM qris_webhooks WHERE state IN ('received', 'verified'))");
        }, open => open == 0, "everything has ended", TimeSpan.FromSeconds(90));
        await HearAsync();

        // 503: too many wanted the same row at once, and nothing was written.
        Assert.All(answers, answer => Assert.Contains(answer.Status,
            new[] { HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.ServiceUnavailable }));
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Conflict);
        Assert.InRange(await RefundedAsync(), 1, 50_000);
        await SayTheSameAsync(gateway);

        // One request in ten is the one before once more.
        Func<Task> RequestAsync(int i) => async () =>
        {
            var no = i % 10 == 9 ? i - 1 : i;
            answers.Add(await Host.Api.RefundAsync(Id, 1_000 + (no % 7 * 997), reference: no % 4 == 0 ? $"TRX-{no}" : null,
                idempotencyKey: $"key-{no}"));
        };

        Func<Task> WordAsync(int i) => async () =>
        {
            gateway.GiveAtDashboard(1_500 + (i * 10));
            await TellAsync(Host, $"{Reference}|word {i}");
        };
    }

    // What the gateway gave back is in the books or in dispute there, and what the books say it gave back it did.
    private async Task SayTheSameAsync(RefundGateway gateway)
    {
        var booked = (await Host.Api.RefundsAsync(Id))
            .Where(refund => refund.GetProperty("by").GetString() == "gateway" && refund.GetProperty("status").GetString() == "done")
            .ToDictionary(refund => refund.GetProperty("reference").GetString()!, refund => refund.GetProperty("amount").GetInt64());
        Assert.All(booked, refund => Assert.Equal(refund.Value, gateway.Gone[refund.Key]));
        var missing = gateway.Gone.Where(refund => !booked.ContainsKey(refund.Key)).ToList();
        foreach (var refund in missing)
            Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = 'dispute' AND note LIKE @note",
                new { note = $"%({refund.Key})%" }));
        Assert.NotEmpty(booked);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class RefundInterleavingOnMariaDb(MariaDb database) : RefundInterleavingTests(database);

public sealed class RefundInterleavingOnSqlite(SqliteFile database) : RefundInterleavingTests(database), IClassFixture<SqliteFile>;
