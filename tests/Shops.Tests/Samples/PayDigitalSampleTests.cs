namespace QrisPayments.Shops.Tests.Samples;

/// <summary>Every sample request of paydigital.txt, with only address and key changed, and the invoice that is asked for.</summary>
public abstract class PayDigitalSampleTests(Database database) : GatewayTests(database, "paydigital")
{
    public static TheoryData<string> Create { get; } = Sample.All("paydigital", "create_payment");

    public static TheoryData<string> Check { get; } = Sample.All("paydigital", "payment");

    [Theory, MemberData(nameof(Create))]
    public async Task A_payment_is_made(string file)
    {
        await StartGatewayAsync(Stores);
        var answer = await Of(file).AnswerAsync();
        answer.HasShapeOf("paydigital/created.json");
        Assert.Equal("success", answer.GetProperty("status").GetString());
        Assert.Equal(10_000, answer.GetProperty("data").GetProperty("amount").GetInt64());
    }

    [Theory, MemberData(nameof(Check))]
    public async Task A_payment_is_looked_up(string file)
    {
        await StartGatewayAsync(Stores);
        var data = (await Of("create_payment.sh").AnswerAsync()).GetProperty("data");
        var invoice = data.GetProperty("invoice").GetString()!;
        await ArriveAsync(data.GetProperty("total_amount").GetInt64(), "TRX-1");
        await Wait.UntilAsync(() => CallAsync("GET", "api/payment.php?invoice=" + invoice, headers: ("Authorization", "Bearer toko-key")),
            answer => answer.Body.Contains("\"paid\"", StringComparison.Ordinal), "it is paid");

        var answer = await Of(file).With("PYG20231201123456", invoice).AnswerAsync();

        answer.HasShapeOf("paydigital/paid.json");
        Assert.Equal(("paid", "John Doe"),
            (answer.GetProperty("data").GetProperty("status").GetString(),
                answer.GetProperty("data").GetProperty("customer_name").GetString()));
    }

    /// <summary>App toko is the store that the samples name.</summary>
    private static (string, string?)[] Stores => [("QrisPayments:Apps:0:Number", "9"), ("QrisPayments:Apps:1:Number", "1")];

    private Sample Of(string file) =>
        Sample.Read("paydigital/" + file).With("PYG1234567890abcdef", "toko-key").With("http://paydigital.biz.id/", Address.ToString());
}

[Collection(OnMariaDb.Name)]
public sealed class PayDigitalSamplesOnMariaDb(MariaDb database) : PayDigitalSampleTests(database);

public sealed class PayDigitalSamplesOnSqlite(SqliteFile database) : PayDigitalSampleTests(database), IClassFixture<SqliteFile>;
