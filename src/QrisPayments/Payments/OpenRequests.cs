using QrisPayments.Plugins;
using QrisPayments.Web;

namespace QrisPayments.Payments;

/// <summary>What a provider is told of an attempt that it is to open.</summary>
internal sealed class OpenRequests(PublicLinks links)
{
    public OpenRequest Of(AttemptSubject subject, Attempt attempt) => new()
    {
        AttemptId = attempt.Id,
        PaymentId = attempt.PaymentId,
        OrderId = subject.OrderId,
        Amount = attempt.Amount,
        UniqueCode = attempt.UniqueCode,
        TotalAmount = attempt.TotalAmount,
        ExpiresAt = attempt.ExpiresAt,
        Description = subject.Description,
        Customer = subject.Customer,
        Items = subject.Items,
        WebhookUrl = attempt.HookToken is { } token ? links.Outside($"/webhooks/{attempt.Account.Id}/{token}") : null,
        ReturnUrl = links.Outside($"/pay/{attempt.PaymentId}"),
    };
}
