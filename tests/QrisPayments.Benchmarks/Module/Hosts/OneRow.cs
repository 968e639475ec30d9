using Dapper;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>A minimal API that commits one row with Dapper and MySqlConnector. It does not change when the module does.</summary>
internal static class OneRow
{
    public const string Path = "/rows";

    public const string Table =
        "CREATE TABLE one_row (id BIGINT AUTO_INCREMENT PRIMARY KEY, order_id VARCHAR(64) NOT NULL, amount BIGINT NOT NULL)";

    public static void MapOneRow(this IEndpointRouteBuilder endpoints, string connectionString) =>
        endpoints.MapPost(Path, async (NewOrder order) =>
        {
            await using var connection = new MySqlConnection(connectionString);
            await connection.ExecuteAsync("INSERT INTO one_row (order_id, amount) VALUES (@order_id, @amount)", order);
            return Results.StatusCode(StatusCodes.Status201Created);
        });
}
