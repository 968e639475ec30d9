using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using Dapper;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Totals;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>What the twin answers about a new payment.</summary>
internal sealed record NewRow(string Id, string OrderId, long Amount, long TotalAmount, string QrPayload, DateTime ExpiresAt);

/// <summary>
/// What somebody would write who needs exactly this flow today: the statements in their transactions, and nothing that
/// checks, decides, retries or announces.
/// </summary>
internal sealed class TwinStore(MySqlDataSource source)
{
    private static readonly (string Sql, object? Values)[] Start =
        [("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", null), ("START TRANSACTION", null)];

    private const string Commit = "COMMIT";

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly ConcurrentDictionary<long, bool> _full = new();

    private const string Account = "static-qris";
    private const string Qr =
        "00020101021226690017ID.CO.EXAMPLE.WWW011893600000000001302150000000000000010303UMI51440014ID.CO.QRIS.WWW"
        + "0215ID10200000000010303UMI5204549953033605405503475802ID5917KREMPYENG CAMILAN6006MALANG6105651226304FA6D";

    public async Task<NewRow> CreateAsync(NewOrder order)
    {
        var (paymentId, attemptId, now) = (Id("pay"), Id("att"), DateTime.UtcNow);
        var (expiresAt, heldUntil) = (now.AddMinutes(15), now.AddMinutes(75));
        (long Total, DateTime Seen) taken;
        await using (var connection = await source.OpenConnectionAsync())
        {
            var band = await connection.QueryAsync<HeldTotal>(_full.ContainsKey(order.amount) ? TwinSql.ReadFree : TwinSql.ReadBand,
                new { account = Account, low = order.amount + 1, high = order.amount + 999, now, pool = 64 });
            taken = Choose(order.amount, band.AsList(), now);
        }
        var (total, seen) = taken;
        await using (var connection = await source.OpenConnectionAsync())
        {
            await ExecuteAsync(connection, [.. Start, (seen == DateTime.MinValue ? TwinSql.TakeNew : TwinSql.TakeUsed,
                new { account = Account, total, attemptId, now, heldUntil, seen })]);
            await connection.ExecuteAsync(TwinSql.InsertPayment, new
            {
                id = paymentId, app = "bench", orderId = order.order_id, openOrderId = order.order_id, status = "pending", version = 2L,
                livemode = true, order.amount, description = (string?)null, name = (string?)null,
                email = (string?)null, phone = (string?)null, items = (string?)null, metadata = (string?)null, callbackUrl = (string?)null,
                redirectUrl = (string?)null, provider = (string?)null, method = (string?)null, expiresIn = 900, attemptId, expiresAt,
                formToken = Id("frm"), fee = 0L, replaces = (string?)null, callbackShape = (string?)null, now,
            });
            await ExecuteAsync(connection, Event(paymentId, 1, "payment.created", now), (TwinSql.InsertAttempt, new
            {
                id = attemptId, paymentId, provider = Account, account = Account, method = "qris", state = "open", order.amount,
                code = (int)(total - order.amount), total, providerRef = (string?)null, qr = Qr, payerTypes = false, url = (string?)null,
                instructions = (string?)null, leaseUntil = (DateTime?)null, hookHash = (string?)null, now, expiresAt, heldUntil,
            }), Event(paymentId, 2, "payment.opened", now), (Commit, null));
        }
        return new NewRow(paymentId, order.order_id, order.amount, total, Qr, expiresAt);
    }

    public async Task<string> PayAsync(NewMoney money)
    {
        var (creditId, now) = (Id("crd"), DateTime.UtcNow);
        var heldUntil = now.AddMinutes(60);
        var at = money.at.UtcDateTime;
        await using var connection = await source.OpenConnectionAsync();
        var candidate = await FindCandidateAsync(connection, money, at);
        await connection.ExecuteAsync(TwinSql.InsertCredit, new
        {
            id = creditId, money.account, externalRef = money.external_ref, source = "api:bench", money.amount, at, precision = 1,
            description = (string?)null,
            outcome = "matched", review = (string?)null, paymentId = candidate.PaymentId, attemptId = candidate.AttemptId,
            sameAs = (string?)null, inLedger = true, now,
        });
        await connection.ExecuteAsync(TwinSql.PayPayment, new
        {
            paymentId = candidate.PaymentId, version = candidate.PaymentVersion, attemptId = candidate.AttemptId, at, money.amount,
            late = false, now,
        });
        await ExecuteAsync(connection,
            (TwinSql.HoldUntil, new { money.account, total = money.amount, attemptId = candidate.AttemptId, heldUntil }),
            (TwinSql.EndAttempts, new
            {
                paymentId = candidate.PaymentId, attemptId = candidate.AttemptId, money.account, money.amount, now, heldUntil,
            }),
            Event(candidate.PaymentId, candidate.PaymentVersion + 1, "payment.paid", now), (Commit, null));
        return creditId;
    }

    private static async Task<Candidate> FindCandidateAsync(MySqlConnection connection, NewMoney money, DateTime at)
    {
        await using var batch = Batch(connection,
        [
            .. Start,
            (TwinSql.TakeTurn, new { money.account, money.amount }),
            (TwinSql.FindByRef, new { money.account, externalRef = money.external_ref }),
            (TwinSql.FindCandidates, new { money.account, money.amount, latest = at.AddSeconds(301), earliest = at, source = "api:bench" }),
            (TwinSql.FindElsewhere, new
            {
                money.account, money.amount, source = "api:bench", lowest = at.AddDays(-1), low = at.AddMinutes(-2),
                high = at.AddMinutes(1),
            }),
        ]);
        await using var reader = await batch.ExecuteReaderAsync();
        await ReadAsync<Credit>(reader);
        await reader.NextResultAsync();
        var candidates = await ReadAsync<Candidate>(reader);
        await reader.NextResultAsync();
        await ReadAsync<Credit>(reader);
        return candidates.Single();
    }

    private static async Task<List<T>> ReadAsync<T>(DbDataReader reader)
    {
        var (rows, read) = (new List<T>(), reader.GetRowParser<T>());
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    public async Task<PaymentRow> ReadAsync(string id)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await connection.QueryFirstAsync<PaymentRow>(PaymentRow.Select + " WHERE p.id = @id", new { id });
    }

    private static (string Sql, object? Values) Event(string paymentId, long version, string type, DateTime at) =>
        (TwinSql.InsertEvent, new { id = Id("evt"), paymentId, version, type, data = "{}", at });

    private static async Task ExecuteAsync(MySqlConnection connection, params (string Sql, object? Values)[] statements)
    {
        await using var batch = Batch(connection, statements);
        await batch.ExecuteNonQueryAsync();
    }

    private static MySqlBatch Batch(MySqlConnection connection, params (string Sql, object? Values)[] statements)
    {
        var batch = new MySqlBatch(connection);
        foreach (var (sql, values) in statements)
        {
            var command = new MySqlBatchCommand(sql);
            if (values is not null)
                foreach (var property in Properties.GetOrAdd(values.GetType(), type => type.GetProperties()))
                    command.Parameters.AddWithValue(property.Name, property.GetValue(values));
            batch.BatchCommands.Add(command);
        }
        return batch;
    }

    /// <summary>As the module's own pool: a session is neither reset nor asked whether it lives when it is opened.</summary>
    public static MySqlDataSource Source(string connectionString) =>
        new(connectionString + ";Connection Reset=false;Auto Enlist=false;Connection Idle Ping Time=5");

    // Somebody who works by hand draws until it fits; over this run's many amounts that is the first time, nearly always.
    private (long Total, DateTime Seen) Choose(long amount, List<HeldTotal> band, DateTime now)
    {
        if (band.Count == 999) _full.TryAdd(amount, true);
        if (_full.ContainsKey(amount))
        {
            var free = band.FindAll(row => row.HeldUntil <= now);
            var row = free[Random.Shared.Next(free.Count)];
            return (row.Total, row.TakenAt);
        }
        while (true)
        {
            var total = amount + Random.Shared.Next(1, 1000);
            if (!band.Exists(row => row.Total == total)) return (total, DateTime.MinValue);
        }
    }

    private static string Id(string prefix) => string.Concat(prefix, "_", Guid.NewGuid().ToString("N").AsSpan(0, 26));
}
