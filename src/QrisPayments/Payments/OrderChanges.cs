using QrisPayments.Foundation;

namespace QrisPayments.Payments;

/// <summary>
/// In what a create differs from the payment that its order has open. What is listed here makes it another payment; everything else
/// (description, customer, addresses, expiry, metadata) only describes the same one.
/// </summary>
internal static class OrderChanges
{
    /// <summary>The fields that differ, by the API's names; empty when the open payment is what was asked for.</summary>
    public static IReadOnlyList<string> Between(PaymentRow open, ReadyPayment asked)
    {
        var (payment, changes) = (asked.Payment, new List<string>());
        if (payment.Amount != open.Amount) changes.Add("amount");
        if (!Counted(payment.Items ?? []).SequenceEqual(Counted(open.ReadItems()))) changes.Add("items");
        // A create that names no provider takes any. Which one the open payment uses is known as long as it has an attempt.
        if (payment.Provider is { } provider && provider != open.WantedProvider && provider != open.Provider) changes.Add("provider");
        if (payment.Method is { } method && method != open.WantedMethod && method != open.Method) changes.Add("method");
        // A sandbox's money must not pay for what is sold after the shop went live.
        if (asked.IsLive != open.LiveMode) changes.Add("livemode");
        return changes;
    }

    // An article keeps its number when its name is written in another language, and lines read from a database come in any sequence.
    private static IEnumerable<(string, long, int)> Counted(IReadOnlyList<PaymentItem> items) =>
        items.Select(item => (item.Id is { } id ? "id " + id : "name " + item.Name, item.Price, item.Quantity))
            .OrderBy(line => line.Item1, StringComparer.Ordinal).ThenBy(line => line.Price).ThenBy(line => line.Quantity);
}
