using System.Text.Json.Nodes;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Actors;

/// <summary>
/// Two apps that tell the shop of the same money: a script that reads the bank's ledger, and a phone that forwards notifications and
/// knows minutes only. Each has references of its own.
/// </summary>
internal sealed class MoneyReports(
    IReadOnlyDictionary<string, ApiClient> apps, Dice dice, Crowd crowd, Findings findings, Figures figures, CancellationToken stop)
{
    /// <summary>Has it told by both apps, often in the same moment, or by one of them alone.</summary>
    public void Tell(Transfer money, bool once)
    {
        var together = dice.Chance(0.5) ? dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(5)) : (TimeSpan?)null;
        foreach (var app in once ? [dice.Pick(apps.Keys.ToList())] : apps.Keys)
        {
            var wait = together ?? dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(10));
            crowd.Add(TellAsync(app, money, wait));
            // The same once more, at the same moment on another line, or later.
            if (dice.Chance(0.2)) crowd.Add(TellAsync(app, money, wait + (dice.Chance(0.5) ? TimeSpan.Zero : TimeSpan.FromSeconds(5))));
        }
    }

    private async Task TellAsync(string app, Transfer money, TimeSpan wait)
    {
        await Task.Delay(wait, stop);
        var reference = $"{app}-{money.No}";
        money.TellAs(reference);
        var answer = await apps[app].PostAsync("credits", Report(app, money, reference, money.Amount), null, stop);
        if (answer.IsSuccess) figures.Count($"credits {answer.Text("outcome")}");
        else findings.Add($"{app} reported {money} and was answered {answer}");
        // A source that contradicts itself: never counted, never forgotten.
        if (!dice.Chance(0.03)) return;
        var conflict = await apps[app].PostAsync("credits", Report(app, money, reference, money.Amount + 300), null, stop);
        figures.Count("credits contradicted");
        findings.Add(conflict.Code == "credit_conflict", $"{app} reported {money} with Rp300 more and was answered {conflict}");
    }

    private static JsonObject Report(string app, Transfer money, string reference, long amount) => new()
    {
        ["account"] = money.Account,
        ["external_ref"] = reference,
        ["amount"] = amount,
        ["at"] = app == "phone"
            ? money.At.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)
            : money.At.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
    };
}
