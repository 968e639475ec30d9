using System.Data;
using System.Data.Common;
using Dapper;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Totals;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>
/// What somebody would write who needs exactly this flow today: the statements in their transactions, and nothing that
/// checks, decides, retries or announces.
/// </summary>
internal sealed class TwinStore(string connectionString)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<long, bool> _full = new();

    private const string Account = "static-qris";
    private const string Qr =
        "00020101021226690017ID.CO.EXAMPLE.WWW011893600000000001302150000000000000010303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI5204549953033605405503475802ID5917KREMPYENG CAMILAN6006MALANG6105651226304FA6D";

    public async Task<PaymentRow> CreateAsync(NewOrder order)
    {
        var (paymentId, attemptId, now) = (Id("pay"), Id("att"), DateTime.UtcNow);
        var (expiresAt, heldUntil, total) = (now.AddMinutes(15), now.AddMinutes(75), 0L);
        await using (var connection = await OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
            await connection.ExecuteAsync(TwinSql.InsertPayment, new
            {
                id = paymentId, app = "bench", orderId = order.order_id, openOrderId = order.order_id, livemode = true, order.amount,
                description = (string?)null, name = (string?)null,
                email = (string?)null, phone = (string?)null, items = (string?)null, metadata = (string?)null, callbackUrl = (string?)null,
                redirectUrl = (string?)null, provider = (string?)null, method = (string?)null, expiresIn = 900, attemptId, expiresAt,
                formToken = Id("frm"), fee = 0L, callbackShape = (string?)null, now,
            }, transaction);
            await EventAsync(connection, transaction, paymentId, 1, "payment.created", "{}", now);

            var band = await connection.QueryAsync<HeldTotal>(_full.ContainsKey(order.amount) ? TwinSql.ReadFree : TwinSql.ReadBand,
                new { account = Account, low = order.amount + 1, high = order.amount + 999, now, pool = 32 }, transaction);
            var (taken, seen) = Choose(order.amount, band.AsList(), now);
            total = taken;
            await connection.ExecuteAsync(seen == DateTime.MinValue ? TwinSql.TakeNew : TwinSql.TakeUsed,
                new { account = Account, total, attemptId, now, heldUntil, seen }, transaction);
            await connection.ExecuteAsync(TwinSql.InsertAttempt, new
            {
                id = attemptId, paymentId, provider = Account, account = Account, method = "qris", order.amount,
                code = (int)(total - order.amount), total,
                leaseUntil = now.AddSeconds(30), hookHash = (string?)null, now, expiresAt, heldUntil,
            }, transaction);
            await transaction.CommitAsync();
        }
        await using (var connection = await OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
            await connection.ExecuteAsync(TwinSql.MarkOpen, new
            {
                id = attemptId, providerRef = (string?)null, total, qr = Qr, payerTypes = false, url = (string?)null,
                instructions = (string?)null, expiresAt, heldUntil,
            }, transaction);
            await connection.ExecuteAsync(TwinSql.ShowAttempt, new { paymentId, id = attemptId, expiresAt }, transaction);
            var row = await connection.QueryFirstAsync<PaymentRow>(PaymentRow.Select + " WHERE p.id = @paymentId", new { paymentId },
                transaction);
            await EventAsync(connection, transaction, paymentId, 2, "payment.opened", "{}", now);
            await transaction.CommitAsync();
            return row;
        }
    }

    public async Task<string> PayAsync(NewMoney money)
    {
        var (creditId, now) = (Id("crd"), DateTime.UtcNow);
        var heldUntil = now.AddMinutes(60);
        var at = money.at.UtcDateTime;
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await connection.QueryFirstOrDefaultAsync<Credit>(TwinSql.FindByRef, new { money.account, externalRef = money.external_ref },
            transaction);
        var candidates = await connection.QueryAsync<Candidate>(TwinSql.FindCandidates,
            new { money.account, money.amount, latest = at.AddSeconds(61), earliest = at, source = "api:bench" }, transaction);
        await connection.QueryAsync<Credit>(
            TwinSql.FindElsewhere,
                new
                {
                    money.account, money.amount, source = "api:bench", lowest = at.AddDays(-1), low = at.AddMinutes(-2),
                    high = at.AddMinutes(1)
                }, transaction);
        var candidate = candidates.Single();
        await connection.ExecuteAsync(TwinSql.InsertCredit, new
        {
            id = creditId, money.account, externalRef = money.external_ref, source = "api:bench", money.amount, at, precision = 1,
            description = (string?)null,
            outcome = "matched", review = (string?)null, paymentId = candidate.PaymentId, attemptId = candidate.AttemptId,
            sameAs = (string?)null, inLedger = true, now,
        }, transaction);
        await connection.ExecuteAsync(TwinSql.PayPayment, new
        {
            paymentId = candidate.PaymentId, version = candidate.PaymentVersion, attemptId = candidate.AttemptId, at, money.amount,
            late = false, now,
        }, transaction);
        await connection.ExecuteAsync(TwinSql.PayAttempt, new { attemptId = candidate.AttemptId, now }, transaction);
        await connection.ExecuteAsync(TwinSql.HoldUntil,
            new { money.account, total = money.amount, attemptId = candidate.AttemptId, heldUntil }, transaction);
        await connection.ExecuteAsync(TwinSql.HoldAttempt, new { attemptId = candidate.AttemptId, heldUntil }, transaction);
        await connection.ExecuteAsync(TwinSql.CloseOthers, new { paymentId = candidate.PaymentId, attemptId = candidate.AttemptId, now },
            transaction);
        await EventAsync(connection, transaction, candidate.PaymentId, candidate.PaymentVersion + 1, "payment.paid", "{}", now);
        await transaction.CommitAsync();
        return creditId;
    }

    public async Task<PaymentRow> ReadAsync(string id)
    {
        await using var connection = await OpenAsync();
        return await connection.QueryFirstAsync<PaymentRow>(PaymentRow.Select + " WHERE p.id = @id", new { id });
    }

    private static Task EventAsync(
        DbConnection connection, DbTransaction transaction, string paymentId, long version, string type, string data, DateTime at) =>
        connection.ExecuteAsync(TwinSql.InsertEvent, new { id = Id("evt"), paymentId, version, type, data, at }, transaction);

    private async Task<DbConnection> OpenAsync()
    {
        // As the module's own pool: a session is not reset whenever it is opened.
        var connection = new MySqlConnection(connectionString + ";Connection Reset=false;Auto Enlist=false");
        await connection.OpenAsync();
        return connection;
    }

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
