using System.Data.Common;
using Dapper;
using DemoStore.Database;

namespace DemoStore.Orders;

/// <summary>Makes the shop's two tables when they are missing, before the first request.</summary>
internal sealed class OrderTables(IServiceProvider services) : IHostedService
{
    // MySQL and MariaDB run what stands in /*! */; SQLite reads a comment.
    private const string CreateOrders = """
        CREATE TABLE IF NOT EXISTS orders (
          public_id      VARCHAR(32)  NOT NULL PRIMARY KEY,
          number         VARCHAR(20)  NOT NULL UNIQUE,
          status         VARCHAR(20)  NOT NULL,
          customer_name  VARCHAR(100) NOT NULL,
          email          VARCHAR(254) NULL,
          phone          VARCHAR(20)  NULL,
          address        VARCHAR(500) NOT NULL,
          shipping       BIGINT       NOT NULL,
          total          BIGINT       NOT NULL,
          created_at     DATETIME(6) NOT NULL,
          payment_id     VARCHAR(64)  NULL,
          payment_ended  VARCHAR(20)  NULL,
          paid_at        DATETIME(6) NULL
        ) /*! DEFAULT CHARACTER SET utf8mb4 */
        """;

    private const string CreateOrderLines = """
        CREATE TABLE IF NOT EXISTS order_lines (
          order_id  VARCHAR(32)  NOT NULL,
          line_no   INT          NOT NULL,
          slug      VARCHAR(60)  NOT NULL,
          name      VARCHAR(200) NOT NULL,
          price     BIGINT       NOT NULL,
          quantity  INT          NOT NULL,
          PRIMARY KEY (order_id, line_no),
          FOREIGN KEY (order_id) REFERENCES orders (public_id)
        ) /*! DEFAULT CHARACTER SET utf8mb4 */
        """;

    // Looked up here and not in the constructor: a shop without a database then hears of all its wrong settings at once.
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var database = services.GetService<DbDataSource>() ?? throw new InvalidOperationException(
            $"The shop has no database. Set ConnectionStrings:{ShopDatabase.ConnectionName} to a MySQL or MariaDB, "
            + "for example Server=127.0.0.1;Database=shop;User ID=shop;Password=…");
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(CreateOrders, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(CreateOrderLines, cancellationToken: cancellationToken));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
