using QrisPayments.Plugins;

namespace QrisPayments.Payments;

/// <summary>Has plugins change a payment before it is made. What comes out must keep the rules, and belongs to the same order.</summary>
internal sealed class PaymentFilter(PluginFilters filters)
{
    /// <summary>The payment that is made. An idempotency key stands for the bytes that were sent, so filters do not touch it.</summary>
    public Task<NewPayment> ApplyAsync(
        NewPayment payment, Func<NewPayment, IReadOnlyList<Fault>> check, CancellationToken cancellationToken) =>
        filters.Any<NewPayment>()
            ? filters.ApplyAsync(payment, Copy, (before, after) => Accept(before, after, check), cancellationToken)
            : Task.FromResult(payment);

    private static NewPayment Accept(NewPayment before, NewPayment after, Func<NewPayment, IReadOnlyList<Fault>> check)
    {
        if (after.OrderId != before.OrderId)
            throw new PluginAnswerException("It changed the order's number, which is not a filter's to change.");
        if (after.Replace != before.Replace)
            throw new PluginAnswerException("It changed whether the payment may replace another one, which is not a filter's to change.");
        if (after.Visitor != before.Visitor)
            throw new PluginAnswerException("It changed who asks for the payment, which is not a filter's to change.");
        var copy = Copy(after);
        var faults = check(copy);
        return faults.Count == 0
            ? copy
            : throw new PluginAnswerException("What it made of the payment breaks the rules: "
            + $"{string.Join(" ", faults.Select(fault => fault.Message))}");
    }

    private static NewPayment Copy(NewPayment payment) => payment with
    {
        Items = [.. payment.Items ?? []],
        Metadata = new Dictionary<string, string>(payment.Metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal),
    };
}
