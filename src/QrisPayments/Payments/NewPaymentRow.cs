using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// New payments as their rows. What is written and what the caller is answered are the same object, so that nothing is read back.
/// </summary>
internal static class NewPaymentRow
{
    /// <summary>A payment that is yet to be opened.</summary>
    /// <param name="app">Whose it is; empty for the shop's own code.</param>
    /// <param name="ready">What was asked for, checked.</param>
    /// <param name="now">This moment.</param>
    /// <param name="attemptId">Its first attempt, or null when that is started later.</param>
    public static PaymentRow Of(string app, ReadyPayment ready, DateTimeOffset now, string? attemptId)
    {
        var (payment, subject, sale) = (ready.Payment, ready.Subject, ready.Sale);
        return new PaymentRow
        {
            Id = subject.PaymentId, App = app, OrderId = payment.OrderId, Status = Statuses.Pending, Version = 1, LiveMode = ready.IsLive,
            Amount = payment.Amount, Description = payment.Description, CustomerName = payment.Customer?.Name,
            CustomerEmail = payment.Customer?.Email, CustomerPhone = payment.Customer?.Phone,
            Items = payment.Items is { Count: > 0 } items ? JsonSerializer.Serialize(items) : null,
            Metadata = payment.Metadata is { Count: > 0 } metadata ? JsonSerializer.Serialize(metadata) : null,
            CallbackUrl = payment.CallbackUrl, CallbackShape = sale?.CallbackShape, RedirectUrl = payment.RedirectUrl,
            WantedProvider = payment.Provider, WantedMethod = payment.Method, ExpiresIn = (int)subject.ExpiresIn.TotalSeconds,
            AttemptId = attemptId,
            // Not an id, but as random: 128 bits.
            FormToken = PublicId.New("frm"), AskedFee = sale?.FeeOf(payment.Amount) ?? 0, CreatedAt = now.ToDb(),
            Visitor = payment.Visitor is { } visitor ? VisitorLimit.Hash(visitor) : null,
        };
    }

    /// <summary>The same with its first attempt, which is open already.</summary>
    public static PaymentRow Opened(PaymentRow payment, LocalAttempt made)
    {
        var (attempt, opened) = (made.Attempt, made.Opened);
        return payment with
        {
            Version = payment.Version + 1, AttemptId = attempt.Id, AttemptState = AttemptStates.Open, Provider = attempt.Account.ProviderId,
            Method = attempt.Account.Traits.Method, UniqueCode = attempt.UniqueCode, TotalAmount = attempt.TotalAmount,
            ProviderRef = opened.ProviderRef, QrPayload = opened.QrPayload, PayerTypesAmount = opened.PayerTypesAmount,
            ProviderUrl = opened.RedirectUrl?.AbsoluteUri, Instructions = opened.Instructions, ExpiresAt = attempt.ExpiresAt.ToDb(),
            ShownAt = attempt.ShowsAtOnce ? made.At.ToDb() : null,
        };
    }
}
