using System.Data.Common;
using Dapper;

namespace DemoStore.Orders;

/// <summary>Reads and writes the orders.</summary>
internal sealed class OrderBook(DbDataSource database)
{
    private const string Columns = """
        public_id AS PublicId, number AS Number, status AS Status, customer_name AS CustomerName, email AS Email,
        phone AS Phone, address AS Address, shipping AS Shipping, total AS Total, created_at AS CreatedAt,
        payment_id AS PaymentId, payment_ended AS PaymentEnded, paid_at AS PaidAt
        """;

    private const string SelectOrder = $"SELECT {Columns} FROM orders WHERE public_id = @publicId";

    private const string SelectOrders = $"SELECT {Columns} FROM orders WHERE public_id IN @publicIds ORDER BY created_at DESC";

    private const string SelectLines = """
        SELECT line_no AS LineNo, slug AS Slug, name AS Name, price AS Price, quantity AS Quantity
        FROM order_lines WHERE order_id = @publicId ORDER BY line_no
        """;

    private const string InsertOrder = """
        INSERT INTO orders (public_id, number, status, customer_name, email, phone, address, shipping, total, created_at)
        VALUES (@PublicId, @Number, @Status, @CustomerName, @Email, @Phone, @Address, @Shipping, @Total, @CreatedAt)
        """;

    private const string InsertLine = """
        INSERT INTO order_lines (order_id, line_no, slug, name, price, quantity)
        VALUES (@OrderId, @LineNo, @Slug, @Name, @Price, @Quantity)
        """;

    private const string UpdateOrder = """
        UPDATE orders SET customer_name = @CustomerName, email = @Email, phone = @Phone, address = @Address, shipping = @Shipping,
               total = @Total
        WHERE public_id = @PublicId AND status = 'awaiting_payment'
        """;

    private const string DeleteLines = "DELETE FROM order_lines WHERE order_id = @PublicId";

    // Changes nothing, locks the row, and tells whether it still is as it was read.
    private const string HoldOrder = """
        UPDATE orders SET total = total WHERE public_id = @PublicId AND total = @Total AND status = 'awaiting_payment'
        """;

    private const string UpdatePayment = """
        UPDATE orders SET payment_id = @paymentId, payment_ended = NULL
        WHERE public_id = @publicId AND status = 'awaiting_payment'
        """;

    public async Task<Order?> FindAsync(string publicId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var order = await connection.QuerySingleOrDefaultAsync<Order>(
            new CommandDefinition(SelectOrder, new { publicId }, cancellationToken: cancellationToken));
        if (order is not null)
        {
            order.Lines = [.. await connection.QueryAsync<OrderLine>(
                new CommandDefinition(SelectLines, new { publicId }, cancellationToken: cancellationToken))];
        }
        return order;
    }

    /// <summary>The orders with these ids, newest first, without their lines.</summary>
    public async Task<IReadOnlyList<Order>> FindAsync(IReadOnlyList<string> publicIds, CancellationToken cancellationToken)
    {
        if (publicIds.Count == 0) return [];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<Order>(
            new CommandDefinition(SelectOrders, new { publicIds }, cancellationToken: cancellationToken))];
    }

    public static async Task AddAsync(Order order, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await RunAsync(transaction, InsertOrder, order, cancellationToken);
        await AddLinesAsync(order, transaction, cancellationToken);
    }

    /// <summary>Writes a changed order; false when it is not waiting for its payment any more. Then nothing was written.</summary>
    public static async Task<bool> ChangeAsync(Order order, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (await RunAsync(transaction, UpdateOrder, order, cancellationToken) == 0) return false;
        await RunAsync(transaction, DeleteLines, order, cancellationToken);
        await AddLinesAsync(order, transaction, cancellationToken);
        return true;
    }

    /// <summary>
    /// Keeps the order as it is until the transaction ends; false when it was paid, or changed to another total, since it was read.
    /// </summary>
    public static async Task<bool> HoldAsync(Order order, DbTransaction transaction, CancellationToken cancellationToken) =>
        await RunAsync(transaction, HoldOrder, order, cancellationToken) == 1;

    public static Task SetPaymentAsync(string publicId, string paymentId, DbTransaction transaction, CancellationToken cancellationToken) =>
        RunAsync(transaction, UpdatePayment, new { publicId, paymentId }, cancellationToken);

    private static async Task AddLinesAsync(Order order, DbTransaction transaction, CancellationToken cancellationToken)
    {
        foreach (var line in order.Lines)
        {
            var row = new { OrderId = order.PublicId, line.LineNo, line.Slug, line.Name, line.Price, line.Quantity };
            await RunAsync(transaction, InsertLine, row, cancellationToken);
        }
    }

    private static Task<int> RunAsync(DbTransaction transaction, string sql, object values, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancellationToken));
}
