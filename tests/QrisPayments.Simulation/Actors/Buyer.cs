using System.Text.Json.Nodes;
using QrisPayments.Codec;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Actors;

/// <summary>Buys one thing and behaves as planned.</summary>
internal sealed class Buyer(Town town, BuyerPlan plan, Dice dice)
{
    public async Task BuyAsync(CancellationToken cancellationToken)
    {
        var paymentId = plan.Channel == Channel.Store ? await VisitAsync(cancellationToken) : await CreateAsync(cancellationToken);
        if (paymentId is null) return;
        var sale = new Sale(plan, paymentId);
        town.Sales.Enqueue(sale);
        town.Figures.Count($"creates by {plan.Channel}");
        if (await ScanAsync(sale, cancellationToken) is not { } code)
        {
            town.Figures.Count("codes never shown");
            return;
        }
        await BehaveAsync(sale, code, cancellationToken);
    }

    private ApiClient Seller => town.Sellers[plan.Seller];

    private async Task<string?> VisitAsync(CancellationToken cancellationToken)
    {
        using var visit = new StoreVisit(town, plan, dice);
        return await visit.OrderAsync(cancellationToken);
    }

    /// <summary>Has the seller's system make the payment. An order is asked for with one key, however often.</summary>
    private async Task<string?> CreateAsync(CancellationToken cancellationToken)
    {
        var answer = await Seller.PostAsync("payments", new JsonObject
        {
            ["order_id"] = plan.OrderId,
            ["amount"] = plan.Amount,
            ["provider"] = plan.Channel switch { Channel.StaticQris => "static-qris", Channel.Midtrans => "midtrans", _ => "qiospay" },
            ["callback_url"] = new Uri(town.Receiver, $"callbacks/{plan.Seller}").AbsoluteUri,
            ["expires_in"] = plan.Conduct is Conduct.Leaves or Conduct.PaysLate ? 60 : null,
        }, plan.OrderId, cancellationToken);
        if (answer.Status == 201) return answer.Text("id");
        town.Findings.Add($"{plan.OrderId} was asked for with one key and answered {answer}");
        return null;
    }

    /// <summary>Looks at the payment until there is a code; null when it ended before there was one.</summary>
    private async Task<Code?> ScanAsync(Sale sale, CancellationToken cancellationToken)
    {
        while (true)
        {
            // A wallet reads the picture; its text is the same, and the API tells it.
            var answer = await Seller.GetAsync($"payments/{sale.PaymentId}", cancellationToken);
            if (answer.Status != 200)
            {
                town.Findings.Add($"{sale} is there no longer: {answer}");
                return null;
            }
            if (answer.Text("status") != "pending") return null;
            if (answer.Text("qr_string") is { } qr && answer.Number("total_amount") is { } total)
            {
                (sale.Total, sale.ExpiresAt) = (total, DateTimeOffset.Parse(answer.Text("expires_at")!, CultureInfo.InvariantCulture));
                town.Findings.Add(QrisInspector.Inspect(qr).Amount == total,
                    $"{sale} shows a code over {QrisInspector.Inspect(qr).AmountText}");
                return new Code(answer.Text("provider")!, qr, total);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private async Task BehaveAsync(Sale sale, Code code, CancellationToken cancellationToken)
    {
        await Task.Delay(plan.Hesitates, cancellationToken);
        switch (plan.Conduct)
        {
            case Conduct.Leaves:
                break;
            case Conduct.Cancels:
                await CancelAsync(sale, cancellationToken);
                break;
            case Conduct.PaysAndCancels:
                Pay(sale, code, Purpose.Exact);
                await CancelAsync(sale, cancellationToken);
                break;
            case Conduct.PaysLate:
                await Task.Delay(Positive(sale.ExpiresAt!.Value + TimeSpan.FromSeconds(5) - DateTimeOffset.UtcNow), cancellationToken);
                Pay(sale, code, Purpose.Late);
                break;
            case Conduct.PaysTwice:
                Pay(sale, code, Purpose.Exact);
                await Task.Delay(dice.Between(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(20)), cancellationToken);
                Pay(sale, code, Purpose.Again);
                break;
            case Conduct.PaysWrong:
                Pay(sale, code with { Total = code.Total + 500 }, Purpose.Wrong);
                break;
            case Conduct.IsReversed:
                Pay(sale, code, Purpose.Exact);
                await new MoneyBack(town, sale, dice).ReverseAsync(code.Qr, cancellationToken);
                break;
            case Conduct.IsRefunded:
                Pay(sale, code, Purpose.Exact);
                await new MoneyBack(town, sale, dice).RefundAsync(isByHand: code.Provider != "midtrans", cancellationToken);
                break;
            default:
                Pay(sale, code, Purpose.Exact);
                break;
        }
    }

    /// <summary>A gateway takes exactly its own amount, once and in time; an account of the shop's own takes everything.</summary>
    private void Pay(Sale sale, Code code, Purpose purpose)
    {
        if (code.Provider == "midtrans")
        {
            if (purpose == Purpose.Exact && town.Midtrans.Pay(code.Qr, sale.PaymentId) is { } money) sale.Add(money);
            return;
        }
        // Whoever was slow is late, whatever was planned.
        if (purpose == Purpose.Exact && DateTimeOffset.UtcNow >= sale.ExpiresAt) purpose = Purpose.Late;
        sale.Add(town.Send(code.Provider, code.Total, purpose, sale.PaymentId, dice, plan.IsHeardOnce));
    }

    private async Task CancelAsync(Sale sale, CancellationToken cancellationToken)
    {
        sale.IsCalledOff = true;
        var answer = await Seller.PostAsync($"payments/{sale.PaymentId}/cancel", null, null, cancellationToken);
        sale.IsCancelled = answer.Status == 200;
        // Asked twice because an answer was lost, the second is told that it has ended: as right as paid or expired.
        if (!sale.IsCancelled) town.Findings.Add(answer.Code == "payment_not_cancellable", $"{sale} was to be cancelled: {answer}");
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    /// <summary>What a customer scans.</summary>
    private sealed record Code(string Provider, string Qr, long Total);
}
