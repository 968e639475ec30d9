using System.Text.Json;

namespace QrisPayments.Shops.Tests.Samples;

/// <summary>The one request of mamzpay.txt and the one of qiospay.txt, with only address and keys changed.</summary>
public abstract class MamzPaySampleTests(Database database) : GatewayTests(database, "mamzpay")
{
    [Fact]
    public async Task A_payment_is_made_and_its_callback_is_the_documented_one()
    {
        await StartGatewayAsync();
        var made = await Sample.Read("mamzpay/create.sh")
            .With("http://mamzpay.example:5005/", Address.ToString())
            .With("\"api_key\": \"string\"", "\"api_key\": \"toko-key\"")
            .With("\"callback_url\": \"string\"", $"\"callback_url\": \"{Client.Address}hear\"")
            .With("\"ref_id\": \"string\"", "\"ref_id\": \"INV-001\"").AnswerAsync();
        made.HasShapeOf("mamzpay/created.jsonc");

        await ArriveAsync(made.GetProperty("data").GetProperty("amount_unique").GetInt64(), "TRX-1");
        var heard = Assert.Single(await HeardAsync());
        JsonDocument.Parse(heard.Body).RootElement.HasShapeOf("mamzpay/paid-webhook.jsonc");
    }

    [Fact]
    public async Task A_wrong_key_is_answered_as_documented()
    {
        await StartGatewayAsync();
        var refused = await Sample.Read("mamzpay/create.sh").With("http://mamzpay.example:5005/", Address.ToString()).AnswerAsync();
        Assert.Equal("""{"status":false,"message":"API Key Invalid"}""", refused.GetRawText());
    }
}

/// <inheritdoc cref="MamzPaySampleTests"/>
public abstract class QiospaySampleTests(Database database) : GatewayTests(database, "qiospay")
{
    [Fact]
    public async Task The_ledger_is_read()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:Code", "CP0xx"));
        await ArriveAsync(13_000, "TRX-1");
        var answer = await Sample.Read("qiospay/mutasi.sh").With("https://qiospay.id/", Address.ToString())
            .With("137c9ddc5e055636ef79dxxx", "toko-key").AnswerAsync();
        answer.HasShapeOf("qiospay/mutations.json");
        Assert.Equal("13000", Assert.Single(answer.GetProperty("data").EnumerateArray()).GetProperty("amount").GetString());
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MamzPaySamplesOnMariaDb(MariaDb database) : MamzPaySampleTests(database);

public sealed class MamzPaySamplesOnSqlite(SqliteFile database) : MamzPaySampleTests(database), IClassFixture<SqliteFile>;

[Collection(OnMariaDb.Name)]
public sealed class QiospaySamplesOnMariaDb(MariaDb database) : QiospaySampleTests(database);

public sealed class QiospaySamplesOnSqlite(SqliteFile database) : QiospaySampleTests(database), IClassFixture<SqliteFile>;
