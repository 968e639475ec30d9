namespace QrisPayments.Shops.Tests.Samples;

/// <summary>Every sample request of midtrans-middleware.txt, with only address and key changed.</summary>
public abstract class MidtransMiddlewareSampleTests(Database database) : GatewayTests(database, "midtrans-middleware")
{
    [Fact]
    public async Task A_transaction_is_made_and_looked_up()
    {
        await StartGatewayAsync(Code);
        (await Of("charge.sh").AnswerAsync()).HasShapeOf("midtrans-middleware/charged.json");
        (await Of("status.sh").AnswerAsync()).HasShapeOf("midtrans-middleware/status.json");
    }

    [Theory]
    [InlineData("charge.py", "Link Bayar: ")]
    [InlineData("charge.php", "Silakan bayar di sini: ")]
    public async Task A_transaction_is_made_and_its_page_opens(string file, string said)
    {
        await StartGatewayAsync(Code);
        var printed = await Of(file).RunAsync();
        Assert.StartsWith(said, printed, StringComparison.Ordinal);
        (await Anybody.SendAsync(new HttpRequestMessage(HttpMethod.Get, printed[said.Length..].Trim()))).Is(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_second_transaction_with_one_order_id_is_refused_and_the_sample_says_so()
    {
        await StartGatewayAsync(Code);
        await Of("charge.py").RunAsync();
        Assert.StartsWith("Error: ", await Of("charge.py").RunAsync(), StringComparison.Ordinal);
    }

    /// <summary>The application that the samples name.</summary>
    private static (string, string?) Code => ("QrisPayments:Apps:1:Code", "biling");

    private Sample Of(string file) =>
        Sample.Read("midtrans-middleware/" + file).With("fb93b4e802314a189809f393d913bba6", "toko-key")
            .With("http://localhost:5000/", Address.ToString());
}

[Collection(OnMariaDb.Name)]
public sealed class MidtransMiddlewareSamplesOnMariaDb(MariaDb database) : MidtransMiddlewareSampleTests(database);

public sealed class MidtransMiddlewareSamplesOnSqlite(SqliteFile database) : MidtransMiddlewareSampleTests(database),
IClassFixture<SqliteFile>;
