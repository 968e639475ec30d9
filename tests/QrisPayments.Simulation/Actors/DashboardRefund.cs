using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Actors;

/// <summary>A paid payment whose money the gateway gives back without asking the shop: whole, in part, or because a bank demands it.</summary>
internal sealed class DashboardRefund(Town town, Sale sale, Dice dice)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public async Task GoBackAsync(string qr, CancellationToken cancellationToken)
    {
        if (sale.Sent.Count == 0) return;
        // Before the shop has heard of the money there is nothing paid that could go back.
        for (var until = DateTimeOffset.UtcNow + Patience; !await IsPaidAsync(cancellationToken);)
        {
            if (DateTimeOffset.UtcNow > until) return;
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
        await Task.Delay(dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(10)), cancellationToken);
        var status = dice.Pick((string[])["refund", "partial_refund", "chargeback"]);
        var amount = status == "partial_refund" ? sale.Total!.Value / 4 : sale.Total!.Value;
        town.Midtrans.GoBack(qr, status, amount);
        sale.GoneBack = (status, amount);
    }

    private async Task<bool> IsPaidAsync(CancellationToken cancellationToken) =>
        (await town.Sellers[sale.Plan.Seller].GetAsync($"payments/{sale.PaymentId}", cancellationToken)).Text("status") == "paid";
}
