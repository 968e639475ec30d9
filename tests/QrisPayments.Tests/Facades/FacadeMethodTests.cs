using System.Net;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>What a facade is told that the shop can take: what the router would let through.</summary>
public abstract class FacadeMethodTests(Database database) : FacadeTests(database)
{
    [Theory]
    [InlineData(null, null, "static-qris/qris:1-10000000")]
    [InlineData("Routing:MaxAmount", "400000", "static-qris/qris:1-400000")]
    [InlineData("Routing:MaxAmount", "20000000", "static-qris/qris:1-10000000")]
    [InlineData("Routing:MinAmount", "2000", "static-qris/qris:2000-10000000")]
    [InlineData("Routing:Enabled", "false", "")]
    public async Task Methods_are_those_that_the_operator_lets_work(string? setting, string? value, string expected)
    {
        await StartWithFacadeAsync(setting is null ? [] : [($"QrisPayments:Providers:static-qris:{setting}", value)]);
        Assert.Equal(expected, (await CallAsync("GET", "api/methods")).Is(HttpStatusCode.OK)["methods"]);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FacadeMethodsOnMariaDb(MariaDb database) : FacadeMethodTests(database);

public sealed class FacadeMethodsOnSqlite(SqliteFile database) : FacadeMethodTests(database), IClassFixture<SqliteFile>;
