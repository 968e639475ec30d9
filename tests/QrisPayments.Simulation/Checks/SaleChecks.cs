using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Checks;

/// <summary>Each payment ended as its buyer's conduct demands.</summary>
internal static class SaleChecks
{
    /// <summary>So close to the end nothing is demanded: banks tell whole seconds, phones whole minutes.</summary>
    private static readonly TimeSpan Edge = TimeSpan.FromSeconds(2);

    public static void Check(Books books, IEnumerable<Sale> sales, Findings findings)
    {
        var credits = books.Credits.Where(credit => credit.PaymentId is not null).ToLookup(credit => credit.PaymentId!);
        foreach (var sale in sales)
        {
            if (!books.Payments.TryGetValue(sale.PaymentId, out var payment)) findings.Add($"{sale} was created and is not in the books.");
            else Check(books, sale, payment, [.. credits[sale.PaymentId]], findings);
        }
        foreach (var order in books.Payments.Values.Where(payment => payment.App.Length > 0 && payment.Status != "failed")
            .GroupBy(payment => (payment.App, payment.OrderId)).Where(order => order.Count() > 1))
            findings.Add($"Order {order.Key.OrderId} of {order.Key.App} has {order.Count()} payments: "
                + string.Join(", ", order.Select(payment => $"{payment.Id} {payment.Status}")));
    }

    private static void Check(Books books, Sale sale, BookedPayment payment, IReadOnlyList<BookedCredit> credits, Findings findings)
    {
        var exact = sale.Sent.Where(money => money.Amount == sale.Total).ToList();
        findings.Add(payment.Status is not "pending", $"{sale} is pending still.");
        if (exact.Count == 0)
        {
            findings.Add(payment.Status is not "paid", $"{sale} is paid, and its buyer never paid.");
            findings.Add(!sale.IsCancelled || payment.Status is "cancelled", $"{sale} was cancelled and is {payment.Status}.");
            return;
        }
        findings.Add(payment.Status is not "paid" || payment.PaidAmount == sale.Total, $"{sale} is paid with Rp{payment.PaidAmount}.");
        if (payment.Status is "paid" || sale.IsCalledOff && HasCase(credits) || exact.Exists(books.IsBlurred)) return;
        var inTime = exact.Where(money => money.At < sale.ExpiresAt - Edge).ToList();
        if (inTime.Count > 0 && !sale.IsCalledOff) findings.Add($"{sale} is {payment.Status}, but {inTime[0]} paid it in time.");
        else findings.Add(HasCase(credits), $"{sale} is {payment.Status}, and no case tells of {exact[0]}.");
    }

    private static bool HasCase(IEnumerable<BookedCredit> credits) => credits.Any(credit => credit.Outcome == "review");
}
