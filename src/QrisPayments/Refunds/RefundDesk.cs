using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>Takes requests for refunds, in a transaction of its own or in the host's.</summary>
internal sealed class RefundDesk(Database database, RefundMaker maker, RefundReader reader) : IRefundPayments
{
    private const string HostRoute = "refunds.host";

    /// <summary>Makes one in a transaction of its own; the caller has checked it by <see cref="RefundRules"/>.</summary>
    public Task<RefundOutcome> MakeAsync(RefundAsked asked, CancellationToken cancellationToken) =>
        database.TransactAsync(session => maker.MakeAsync(session, asked), outcome => outcome.Result is RefundResult.Made,
            cancellationToken);

    public async Task<RefundResult> RefundAsync(
        string app, string paymentId, NewRefund refund, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        if (RefundRules.Check(refund) is { Count: > 0 } faults) return new RefundResult.Invalid(faults);
        var asked = new RefundAsked { PaymentId = paymentId, Refund = refund, App = app, Key = KeyOf(app, paymentId, refund) };
        return transaction is null
            ? (await MakeAsync(asked, cancellationToken)).Result
            : (await database.JoinAsync(transaction, "the refund was not made",
                session => maker.MakeAsync(session, asked), cancellationToken)).Result;
    }

    public Task<IReadOnlyList<Refund>> FindAsync(string paymentId, CancellationToken cancellationToken) =>
        reader.OfPaymentAsync(paymentId, cancellationToken);

    private static IdempotencyKey? KeyOf(string app, string paymentId, NewRefund refund) => refund.Key is { } key
        ? new IdempotencyKey(app, HostRoute, key, Convert.ToHexStringLower(SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(new[]
            {
                paymentId, refund.Amount?.ToString(System.Globalization.CultureInfo.InvariantCulture), refund.Reason, refund.Reference
            }))))
        : null;
}
