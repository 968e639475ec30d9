using System.Data.Common;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Payments for the shop's own code: no app, no idempotency key (the order number takes its place).</summary>
internal sealed class HostPayments(
    PaymentCreator creator, JoinedCreator joined, PaymentReader reader, PaymentActions actions, IRefundPayments refunds,
    Database database) : IQrisPayments
{
    private const string NoApp = "";

    public async Task<CreateResult> CreateAsync(NewPayment payment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var (fitted, warnings) = Fit(payment);
        var made = ((CreateOutcome.Answered)await creator.CreateAsync(NoApp, fitted, null, cancellationToken)).Result;
        return With(made.WithoutCodes(), warnings);
    }

    public async Task<CreateResult> CreateAsync(NewPayment payment, DbTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        ArgumentNullException.ThrowIfNull(transaction);
        var (fitted, warnings) = Fit(payment);
        return With((await joined.CreateAsync(NoApp, fitted, transaction, cancellationToken)).WithoutCodes(), warnings);
    }

    public Task<Payment?> FindAsync(string id, CancellationToken cancellationToken = default) => reader.FindAsync(id, cancellationToken);

    public Task<Payment?> FindAsync(string id, DbTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return database.JoinAsync(transaction, "nothing was read", session => reader.FindLockedAsync(session, id), cancellationToken);
    }

    public Task<IReadOnlyList<Payment>> FindByOrderAsync(string orderId, CancellationToken cancellationToken = default) =>
        reader.FindByOrderAsync(NoApp, orderId, cancellationToken);

    public Task<CancelResult> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        actions.CancelAsync(id, cancellationToken);

    public Task<RefundResult> RefundAsync(string paymentId, NewRefund refund, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return refunds.RefundAsync(NoApp, paymentId, refund, null, cancellationToken);
    }

    public Task<RefundResult> RefundAsync(
        string paymentId, NewRefund refund, DbTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(transaction);
        return refunds.RefundAsync(NoApp, paymentId, refund, transaction, cancellationToken);
    }

    public Task<IReadOnlyList<Refund>> FindRefundsAsync(string paymentId, CancellationToken cancellationToken = default) =>
        refunds.FindAsync(paymentId, cancellationToken);

    private static (NewPayment Payment, List<Fault> Warnings) Fit(NewPayment payment)
    {
        var warnings = new List<Fault>();
        return (payment with { Customer = ContactRules.Fit(payment.Customer, warnings) }, warnings);
    }

    private static CreateResult With(CreateResult result, List<Fault> warnings) =>
        result is CreateResult.Created created && warnings.Count > 0 ? created with { Warnings = warnings } : result;
}
