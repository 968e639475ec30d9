using System.Net;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Payments;

/// <summary>DESIGN §8: (app, route, key), the raw body's hash, 24 hours; only a 201 is stored and replayed word for word.</summary>
public abstract class IdempotencyTests(Database database) : ModuleTests(database)
{
    private static readonly (string, string?)[] SecondApp =
        [("QrisPayments:Apps:1:Code", "other"), ("QrisPayments:Apps:1:Key", "other-key")];

    [Fact]
    public async Task A_hundred_creates_at_once_with_one_key_give_one_payment_and_identical_answers()
    {
        var host = await StartAsync();
        var body = ApiClient.NewPayment().ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => host.Api.PostRawAsync("/api/v1/payments", body, idempotencyKey: "key-1")));

        Assert.All(answers, a => a.Is(HttpStatusCode.Created));
        Assert.Single(answers.Select(a => a.Body).Distinct());
        Assert.Single(answers.Select(a => a.Response.Content.Headers.ContentType?.ToString()).Distinct());
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts"));
    }

    [Fact]
    public async Task The_answer_is_replayed_word_for_word_even_after_the_payment_was_paid()
    {
        var host = await StartAsync();
        var body = ApiClient.NewPayment();
        var first = (await host.Api.TryCreateAsync(body, "key-1")).Is(HttpStatusCode.Created);
        (await host.Api.ReportAsync("ref-1", first.Number("total_amount"), Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromHours(23));

        var again = await host.Api.TryCreateAsync(body, "key-1");

        Assert.Equal(first.Body, again.Is(HttpStatusCode.Created).Body);
    }

    [Theory]
    [InlineData("""{"order_id":"A-1","amount":60000}""")]
    [InlineData("""{"order_id":"A-1","amount": 50000}""")]
    [InlineData("""{"amount":50000,"order_id":"A-1"}""")]
    public async Task The_same_key_with_another_body_is_refused(string otherBody)
    {
        var host = await StartAsync();
        (await host.Api.PostRawAsync("/api/v1/payments", """{"order_id":"A-1","amount":50000}""", idempotencyKey: "key-1")).Is(HttpStatusCode.Created);

        var refused = await host.Api.PostRawAsync("/api/v1/payments", otherBody, idempotencyKey: "key-1");

        refused.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task A_refusal_is_not_remembered_so_that_the_corrected_request_may_use_the_key()
    {
        var host = await StartAsync();
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(amount: 0), "key-1"))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "amount");

        (await host.Api.TryCreateAsync(ApiClient.NewPayment(), "key-1")).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Two_apps_may_use_the_same_key()
    {
        var host = await StartAsync(SecondApp);
        var body = ApiClient.NewPayment();

        var one = (await host.Api.TryCreateAsync(body, "key-1")).Is(HttpStatusCode.Created);
        var two = (await host.Client("other-key").TryCreateAsync(body, "key-1")).Is(HttpStatusCode.Created);

        Assert.NotEqual(one.Text("id"), two.Text("id"));
    }

    [Fact]
    public async Task After_a_day_the_key_is_free_again()
    {
        var host = await StartAsync();
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(), "key-1")).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));

        (await host.Api.TryCreateAsync(ApiClient.NewPayment(60_000), "key-1")).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_of_255_characters_is_taken()
    {
        var host = await StartAsync();
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(), new string('~', 255))).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("kunci-é")]
    [InlineData("two\twords")]
    public async Task A_key_that_is_not_printable_ascii_is_refused(string key)
    {
        var host = await StartAsync();
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(), key)).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request");
    }

    [Fact]
    public async Task A_key_of_256_characters_is_refused()
    {
        var host = await StartAsync();
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(), new string('k', 256)))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request");
    }

    [Fact]
    public async Task Keys_differ_by_case()
    {
        var host = await StartAsync();
        var one = (await host.Api.TryCreateAsync(ApiClient.NewPayment(), "Key")).Is(HttpStatusCode.Created);
        var two = (await host.Api.TryCreateAsync(ApiClient.NewPayment(), "key")).Is(HttpStatusCode.Created);
        Assert.NotEqual(one.Text("id"), two.Text("id"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class IdempotencyOnMariaDb(MariaDb database) : IdempotencyTests(database);

public sealed class IdempotencyOnSqlite(SqliteFile database) : IdempotencyTests(database), IClassFixture<SqliteFile>;
