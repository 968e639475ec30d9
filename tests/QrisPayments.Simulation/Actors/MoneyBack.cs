using System.Text.Json.Nodes;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Actors;

/// <summary>Money of a paid payment goes back: because the gateway or a bank says so, or because the shop gives it back.</summary>
internal sealed class MoneyBack(Town town, Sale sale, Dice dice)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>At the gateway's dashboard, whole or in part, or by the payer's bank. Nothing asks the shop.</summary>
    public async Task ReverseAsync(string qr, CancellationToken cancellationToken)
    {
        if (!await IsPaidAsync(cancellationToken)) return;
        await Task.Delay(dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(10)), cancellationToken);
        var amount = dice.Pick<long?>([sale.Total!.Value, sale.Total.Value / 4, null]);
        sale.IsChargedBack = amount is null;
        town.Midtrans.GoBack(qr, amount);
    }

    /// <summary>
    /// By the shop: whole, in part, or in two requests at once that together are too much. By hand it names the transfer that was made.
    /// </summary>
    public async Task RefundAsync(bool isByHand, CancellationToken cancellationToken)
    {
        if (!await IsPaidAsync(cancellationToken)) return;
        var paid = sale.Total!.Value;
        var amounts = dice.Pick<long[]>([[paid], [paid / 4], [paid / 4, paid / 4], [paid, paid], [paid, paid / 4]]);
        await Task.WhenAll(amounts.Select((amount, i) => AskAsync(amount, $"{sale.Plan.OrderId}-back-{i}", isByHand, cancellationToken)));
        if (sale.Refunds.IsEmpty) town.Findings.Add($"{sale} is paid, and none of its refunds was accepted.");
    }

    private async Task AskAsync(long amount, string key, bool isByHand, CancellationToken cancellationToken)
    {
        var answer = await town.Sellers[sale.Plan.Seller].PostAsync($"payments/{sale.PaymentId}/refunds", new JsonObject
        {
            ["amount"] = amount, ["reason"] = "The buyer sent it back", ["reference"] = isByHand ? $"TRF-{key}" : null,
        }, key, cancellationToken);
        if (answer.Status == 201) sale.Refunds.Enqueue((answer.Text("id")!, amount));
        else if (answer.Code != "refund_too_much") town.Findings.Add($"{sale}: a refund of Rp{amount} was answered {answer}");
        town.Figures.Count($"refunds asked for: {answer.Status}");
    }

    /// <summary>Before the shop has heard of the money there is nothing that could go back.</summary>
    private async Task<bool> IsPaidAsync(CancellationToken cancellationToken)
    {
        // What was late is a case, and may never be paid.
        if (!sale.Sent.Any(money => money.Purpose == Purpose.Exact)) return false;
        var until = DateTimeOffset.UtcNow + Patience;
        while (DateTimeOffset.UtcNow < until)
        {
            var payment = await town.Sellers[sale.Plan.Seller].GetAsync($"payments/{sale.PaymentId}", cancellationToken);
            if (payment.Text("status") == "paid") return true;
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
        return false;
    }
}
