using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Reviews;

namespace QrisPayments.Api;

/// <summary>A credit as the API writes it.</summary>
internal sealed record CreditJson(
    string Id, string Account, string ExternalRef, long Amount, string At, string Outcome, string? Review, string? PaymentId,
    string? SameAs, string? Description, string CreatedAt)
{
    public static CreditJson Of(Credit credit) => new(
        credit.Id, credit.Account, credit.ExternalRef, credit.Amount, JsonShapes.Time(credit.At), credit.Outcome, credit.Review,
        credit.PaymentId, credit.SameAs, credit.Description, JsonShapes.Time(credit.CreatedAt));
}
