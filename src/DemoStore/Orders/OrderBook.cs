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
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(new CommandDefinition(InsertOrder, order, transaction, cancellationToken: cancellationToken));
        foreach (var line in order.Lines)
        {
            var row = new { OrderId = order.PublicId, line.LineNo, line.Slug, line.Name, line.Price, line.Quantity };
            await connection.ExecuteAsync(new CommandDefinition(InsertLine, row, transaction, cancellationToken: cancellationToken));
        }
    }

    public static Task SetPaymentAsync(string publicId, string paymentId, DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(UpdatePayment, new { publicId, paymentId }, transaction, cancellationToken: cancellationToken));

    public async Task SetPaymentAsync(string publicId, string paymentId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(UpdatePayment, new { publicId, paymentId }, cancellationToken: cancellationToken));
    }
}
