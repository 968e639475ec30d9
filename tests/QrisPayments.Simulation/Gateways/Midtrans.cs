using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Gateways;

/// <summary>
/// Midtrans as its clients meet it on a bad day. What it keeps is true; what it answers may be late, broken or about nothing.
/// </summary>
internal sealed class Midtrans(Weather weather, WebhookSender webhooks, Bank bank, Figures figures)
{
    private const string Hook = "qris/webhooks/midtrans";

    private readonly ConcurrentDictionary<string, MidtransTransaction> _transactions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MidtransTransaction> _byQr = new(StringComparer.Ordinal);
    private int _last;

    public IEnumerable<MidtransTransaction> Transactions => _transactions.Values;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/midtrans/v2/charge", ChargeAsync);
        routes.MapGet("/midtrans/v2/{order}/status", (HttpContext context, string order) => AnswerAsync(context, order, transaction =>
            // Yesterday's news: another machine of the gateway has not heard yet.
            transaction.Status == "settlement" && weather.Chance(0.1, "stale status")
                ? MidtransWords.Of(transaction, "pending")
                : MidtransWords.Of(transaction)));
        routes.MapPost("/midtrans/v2/{order}/refund/online/direct", RefundAsync);
        routes.MapPost("/midtrans/v2/{order}/cancel", (HttpContext context, string order) => AnswerAsync(context, order, EndBy("cancel")));
        routes.MapPost("/midtrans/v2/{order}/expire", (HttpContext context, string order) => AnswerAsync(context, order, EndBy("expire")));
    }

    /// <summary>A customer scans and pays. Null when the transaction has ended.</summary>
    public Transfer? Pay(string qr, string paymentId)
    {
        var transaction = _byQr[qr];
        if (weather.Chance(0.1, "settlement told too early")) Tell(transaction, "settlement");
        if (!transaction.TryPay(() => bank.Send("midtrans", transaction.Amount, Purpose.Exact, paymentId))) return null;
        figures.Count("paid at midtrans");
        Tell(transaction, "settlement");
        return transaction.Money;
    }

    /// <summary>Money of a paid transaction goes back without the shop having asked.</summary>
    /// <param name="qr">Of the transaction.</param>
    /// <param name="amount">Whole rupiah; null when the payer's bank demands all of it.</param>
    public void GoBack(string qr, long? amount)
    {
        var transaction = _byQr[qr];
        if (amount is { } part) transaction.GiveBack("dashboard-" + transaction.OrderId, part);
        else transaction.ChargeBack();
        figures.Count($"gone back at midtrans: {transaction.Status}");
        Tell(transaction, transaction.Status);
    }

    /// <summary>What went back of a payment, by whomever, whole rupiah.</summary>
    public long GivenBack(string paymentId) =>
        Transactions.Where(transaction => transaction.Money?.PaymentId == paymentId)
            .Sum(transaction => transaction.Refunds.Sum(refund => refund.Amount));

    /// <summary>After a storm a gateway tells everything once more.</summary>
    public void TellAllAgain()
    {
        foreach (var transaction in Transactions.Where(transaction => transaction.Status is not "pending"))
            webhooks.Send(Hook, MidtransWords.Notification(transaction, transaction.Status).ToJsonString(), mayBeLost: false);
    }

    private void Tell(MidtransTransaction transaction, string status)
    {
        webhooks.Send(Hook, MidtransWords.Notification(transaction, status).ToJsonString());
        if (weather.Chance(0.1, "webhook forged"))
            webhooks.Send(Hook, MidtransWords.Notification(transaction, "settlement", isForged: true).ToJsonString());
    }

    private Func<MidtransTransaction, JsonObject> EndBy(string status) => transaction =>
        transaction.TryEnd(status) ? MidtransWords.Of(transaction) : MidtransWords.Said("412", "Transaction status cannot be updated.");

    private Task AnswerAsync(HttpContext context, string order, Func<MidtransTransaction, JsonObject> answer) =>
        context.AnswerAsync(weather.Draw(), 200, (_transactions.TryGetValue(order, out var transaction)
            ? answer(transaction)
            : MidtransWords.Said("404", "Transaction doesn't exist.")).ToJsonString());

    private async Task RefundAsync(HttpContext context, string order)
    {
        var asked = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        // The request itself was lost.
        if (weather.Chance(0.1, "refund not done"))
        {
            await context.AnswerAsync(Fault.Error, 500, "");
            return;
        }
        var refund = _transactions.TryGetValue(order, out var transaction)
            ? transaction.GiveBack(asked.GetProperty("refund_key").GetString()!,
                long.Parse(asked.GetProperty("amount").ToString(), CultureInfo.InvariantCulture))
            : null;
        if (refund is not null) Tell(transaction!, transaction!.Status);
        await context.AnswerAsync(weather.Draw(), 200, (refund is null
            ? MidtransWords.Said("412", "Transaction status cannot be updated.")
            : MidtransWords.Of(transaction!, refund)).ToJsonString());
    }

    private async Task ChargeAsync(HttpContext context)
    {
        var charge = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        // Nothing was made, and nothing will be.
        if (weather.Chance(0.06, "charge refused"))
        {
            await context.AnswerAsync(Fault.Error, 500, "");
            return;
        }
        var details = charge.GetProperty("transaction_details");
        var order = details.GetProperty("order_id").GetString()!;
        var amount = long.Parse(details.GetProperty("gross_amount").ToString(), CultureInfo.InvariantCulture);
        var expiry = charge.GetProperty("custom_expiry");
        var end = DateTimeOffset.ParseExact(expiry.GetProperty("order_time").GetString()!, "yyyy-MM-dd HH:mm:ss zzz",
            CultureInfo.InvariantCulture)
            + TimeSpan.FromMinutes(expiry.GetProperty("expiry_duration").GetInt32());
        var made = new MidtransTransaction(order, Interlocked.Increment(ref _last), amount, end);
        if (!_transactions.TryAdd(order, made))
        {
            await context.AnswerAsync(weather.Draw(), 200,
                MidtransWords.Said("406", "The request could not be completed: duplicate order_id.").ToJsonString());
            return;
        }
        _byQr[made.Qr] = made;
        var answer = MidtransWords.Of(made);
        answer["qr_string"] = made.Qr;
        // A contradiction: it asks for other money than it was asked to.
        if (weather.Chance(0.03, "other amount")) answer["gross_amount"] = "1.00";
        if (weather.Chance(0.2, "webhook before the answer"))
            webhooks.Send(Hook, MidtransWords.Notification(made, "pending").ToJsonString());
        await context.AnswerAsync(weather.Draw(), 200, answer.ToJsonString());
    }
}
