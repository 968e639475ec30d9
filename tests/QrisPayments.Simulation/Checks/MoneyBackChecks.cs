using System.Text.Json;
using QrisPayments.Simulation.Actors;
using QrisPayments.Simulation.Callbacks;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Checks;

/// <summary>
/// Money that went back is in the books as often as it went, by whichever way; the payment stays paid, and its client was told.
/// </summary>
internal sealed class MoneyBackChecks(Town town, Receiver receiver)
{
    /// <summary>A refund whose outcome is unknown is asked about again, slower and slower.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private IEnumerable<Sale> Sales =>
        town.Sales.Where(sale => sale.IsChargedBack || !sale.Refunds.IsEmpty || town.Midtrans.GivenBack(sale.PaymentId) > 0);

    /// <summary>Waits until no refund is under way.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        foreach (var sale in Sales)
            for (var until = DateTimeOffset.UtcNow + Patience; await WaitingAsync(sale, cancellationToken) is { } refund;)
            {
                if (DateTimeOffset.UtcNow > until)
                {
                    town.Findings.Add($"{sale}: refund {refund.Id} is stuck as {refund.Status}.");
                    break;
                }
                await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            }
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var sale in Sales)
            if (await RefundsAsync(sale, cancellationToken) is { } refunds) await CheckAsync(sale, refunds, cancellationToken);
            else town.Findings.Add($"{sale}: its money went back, and its refunds cannot be listed.");
    }

    private async Task CheckAsync(Sale sale, IReadOnlyList<Refund> refunds, CancellationToken cancellationToken)
    {
        foreach (var (id, amount) in sale.Refunds)
            town.Findings.Add(refunds.Count(refund => refund.Id == id && refund.Amount == amount) == 1,
                $"{sale}: refund {id} of Rp{amount} was promised and is not listed.");

        var payment = await town.Sellers[sale.Plan.Seller].GetAsync($"payments/{sale.PaymentId}", cancellationToken);
        var (refunded, done) =
            (payment.Number("refunded_amount"), refunds.Where(refund => refund.Status == "done").Sum(refund => refund.Amount));
        town.Findings.Add(payment.Text("status") == "paid", $"{sale} was paid, its money went back, and it is {payment.Text("status")}.");
        town.Findings.Add(refunded == done, $"{sale} shows Rp{refunded} as refunded, and its refunds are Rp{done}.");
        town.Findings.Add(refunded <= payment.Number("paid_amount"), $"{sale} gave back more than was paid: Rp{refunded}.");
        // A chargeback is an opinion until it is confirmed, so it is no refund.
        if (payment.Text("provider") == "midtrans" && !sale.IsChargedBack)
            town.Findings.Add(refunded == town.Midtrans.GivenBack(sale.PaymentId),
                $"{sale}: Midtrans gave back Rp{town.Midtrans.GivenBack(sale.PaymentId)}, and the shop knows of Rp{refunded}.");
        if (sale.IsChargedBack)
            town.Findings.Add(IsTold(sale, "payment.disputed") && payment.Text("review") is not null,
                $"{sale}: the payer's bank took the money back, and there is no dispute (review {payment.Text("review") ?? "none"}).");
        if (refunded > 0) town.Findings.Add(IsTold(sale, "payment.refunded"), $"{sale}: its client was not told of the refund.");
    }

    private async Task<Refund?> WaitingAsync(Sale sale, CancellationToken cancellationToken) =>
        (await RefundsAsync(sale, cancellationToken))?.FirstOrDefault(refund => refund.Status is not ("done" or "failed"));

    /// <summary>Null when they cannot be listed.</summary>
    private async Task<IReadOnlyList<Refund>?> RefundsAsync(Sale sale, CancellationToken cancellationToken)
    {
        var answer = await town.Sellers[sale.Plan.Seller].GetAsync($"payments/{sale.PaymentId}/refunds", cancellationToken);
        return answer.IsSuccess ? [.. answer.Body.GetProperty("data").EnumerateArray().Select(Refund.Of)] : null;
    }

    private bool IsTold(Sale sale, string type) =>
        receiver.Told.Values.Any(told => told.PaymentId == sale.PaymentId && told.Type == type);

    private sealed record Refund(string Id, long Amount, string Status)
    {
        public static Refund Of(JsonElement refund) => new(
            refund.GetProperty("id").GetString()!, refund.GetProperty("amount").GetInt64(), refund.GetProperty("status").GetString()!);
    }
}
