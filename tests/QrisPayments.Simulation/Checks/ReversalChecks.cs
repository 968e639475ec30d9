using QrisPayments.Simulation.Actors;
using QrisPayments.Simulation.Callbacks;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Checks;

/// <summary>Money that a gateway gave back on its own is never passed over: the payment stays paid, and its client is told.</summary>
internal static class ReversalChecks
{
    private static readonly string[] Telling = ["payment.refunded", "payment.disputed"];

    public static async Task CheckAsync(Town town, Receiver receiver, CancellationToken cancellationToken)
    {
        var told = receiver.Told.Values.Where(told => Telling.Contains(told.Type)).Select(told => told.PaymentId).ToHashSet(StringComparer.Ordinal);
        foreach (var sale in town.Sales)
        {
            if (sale.GoneBack is not { } back) continue;
            var payment = await town.Sellers[sale.Plan.Seller].GetAsync($"payments/{sale.PaymentId}", cancellationToken);
            town.Findings.Add(payment.Text("status") == "paid", $"{sale} was paid, {back.Status}, and is {payment.Text("status")} now.");
            town.Findings.Add(told.Contains(sale.PaymentId) && (payment.Number("refunded_amount") > 0 || payment.Text("review") is not null),
                $"{sale}: the gateway says {back.Status} over Rp{back.Amount}, and the shop says nothing "
                + $"(review {payment.Text("review") ?? "none"}, refunded {payment.Number("refunded_amount")?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}).");
        }
    }
}
