using System.Data.Common;

namespace QrisPayments.Payments;

/// <summary>Gives money back, for the shop's own code. Refunds implement it; payments only know that it exists.</summary>
internal interface IRefundPayments
{
    /// <summary>See <see cref="IQrisPayments.RefundAsync(string, NewRefund, CancellationToken)"/>.</summary>
    Task<RefundResult> RefundAsync(
        string app, string paymentId, NewRefund refund, DbTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>See <see cref="IQrisPayments.FindRefundsAsync"/>.</summary>
    Task<IReadOnlyList<Refund>> FindAsync(string paymentId, CancellationToken cancellationToken);
}
