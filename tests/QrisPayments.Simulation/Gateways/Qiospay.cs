using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using QrisPayments.Codec;
using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Gateways;

/// <summary>
/// Qiospay on a bad day: a ledger that shows money late or not at all for a while, and webhooks that name the same money differently.
/// </summary>
internal sealed class Qiospay(Weather weather, WebhookSender webhooks, Bank bank, Figures figures)
{
    private const string Hook = "qris/webhooks/qiospay/" + ShopSettings.QiospayHook;

    private static readonly string Nmid = QrisInspector.Inspect(ShopSettings.QiospayQris).Nmid!;

    private readonly ConcurrentQueue<Transfer> _ledger = new();

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet($"/qiospay/api/mutasi/qris/{ShopSettings.QiospayCode}/{ShopSettings.QiospayKey}",
            (HttpContext context) => context.AnswerAsync(weather.Draw(), 200, Page()));

    /// <summary>Money arrives on the account.</summary>
    public Transfer Receive(long amount, Purpose purpose, string? paymentId)
    {
        var money = bank.Send("qiospay", amount, purpose, paymentId);
        money.TellAs($"ref:{Issuer(money)}|{Buyer(money)}");
        _ledger.Enqueue(money);
        figures.Count("received at qiospay");
        webhooks.Send(Hook, Notice(money, money.Amount));
        // A guessed key, and money that no ledger will ever show.
        if (weather.Chance(0.1, "webhook forged")) webhooks.Send(Hook + "x", Notice(money, money.Amount + 1));
        if (weather.Chance(0.03, "webhook about nothing")) webhooks.Send(Hook, Notice(money, money.Amount + 1));
        return money;
    }

    /// <summary>After a storm a gateway tells everything once more.</summary>
    public void TellAllAgain()
    {
        foreach (var money in _ledger) webhooks.Send(Hook, Notice(money, money.Amount), mayBeLost: false);
    }

    private string Page()
    {
        if (weather.Chance(0.05, "empty ledger")) return """{"status":"error","messages":"Data tidak ditemukan"}""";
        // The newest may be missing still.
        var shown = weather.Chance(0.1, "old ledger") ? _ledger.Take(Math.Max(0, _ledger.Count - 3)) : _ledger;
        var rows = shown.Reverse().Select(money => new JsonObject
        {
            ["date"] = money.At.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ["amount"] = money.Amount.ToString(CultureInfo.InvariantCulture),
            ["type"] = "CR",
            ["qris"] = "static",
            ["brand_name"] = "GoPay",
            ["issuer_reff"] = Issuer(money),
            ["buyer_reff"] = Buyer(money),
            ["balance"] = "0",
        });
        return new JsonObject { ["status"] = "success", ["data"] = new JsonArray([.. rows]) }.ToJsonString();
    }

    private static string Notice(Transfer money, long amount) => new JsonObject
    {
        ["status"] = "success",
        ["data"] = new JsonObject
        {
            ["name"] = "PELANGGAN", ["nmid"] = Nmid, ["amount"] = amount, ["type"] = "CR", ["fee"] = 0, ["refid"] = 7_000_000 + money.No,
            ["issuer"] = "GoPay", ["balance"] = "0",
            ["time"] = money.At.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture),
        },
    }.ToJsonString();

    private static string Issuer(Transfer money) => (100_000_000 + money.No).ToString(CultureInfo.InvariantCulture);

    private static string Buyer(Transfer money) => (500_000_000 + money.No).ToString(CultureInfo.InvariantCulture);
}
