using QrisPayments.Foundation;

namespace QrisPayments.Payments;

/// <summary>
/// What of a new payment is only shown: cleaned before it is checked and kept. Order number, addresses and keys of metadata are refused
/// rather than changed (<see cref="NewPaymentRules"/>), and values of metadata stay as they were sent, since programs read them.
/// </summary>
internal static class PaymentTexts
{
    public static NewPayment Fit(NewPayment payment) => payment with
    {
        Description = Seen(payment.Description),
        Customer = ContactRules.Fit(payment.Customer),
        Items = payment.Items is { Count: > 0 } items && items.Any(IsUnclean) ? [.. items.Select(Fit)] : payment.Items!,
    };

    private static bool IsUnclean(PaymentItem item) => !CleanText.IsClean(item.Name ?? "") || !CleanText.IsClean(item.Id ?? "");

    private static PaymentItem Fit(PaymentItem item) => item with { Id = Seen(item.Id), Name = Seen(item.Name) ?? "" };

    private static string? Seen(string? text) => text is null || CleanText.Of(text) is not { Length: > 0 } seen ? null : seen;
}
