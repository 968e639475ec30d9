using System.Net;
using System.Text.RegularExpressions;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Actors;

/// <summary>
/// Buys at the shop's own pages, with a browser's cookies and without its scripts. Whatever goes wrong, the buyer starts over.
/// </summary>
internal sealed partial class StoreVisit(Town town, BuyerPlan plan, Dice dice)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>The id of the payment that checkout led to; null when the buyer gave up.</summary>
    public async Task<string?> OrderAsync(CancellationToken cancellationToken)
    {
        for (var until = DateTimeOffset.UtcNow + Patience; DateTimeOffset.UtcNow < until;)
        {
            try
            {
                if (await TryAsync(cancellationToken) is { Length: > 0 } id) return id;
                town.Figures.Count("store visits without a payment");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                town.Figures.Count("store visits cut short");
            }
            await Task.Delay(dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), cancellationToken);
        }
        town.Findings.Add($"{plan.OrderId} could not buy at the store within {Patience.TotalMinutes} minutes");
        return null;
    }

    private async Task<string> TryAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            Timeout = TimeSpan.FromSeconds(30),
        };
        foreach (var (slug, quantity) in plan.Basket)
            await PostAsync(http, $"products/{slug}", "cart?handler=Add", cancellationToken,
                ("slug", slug), ("quantity", quantity.ToString(CultureInfo.InvariantCulture)));
        var to = await PostAsync(http, "checkout", "checkout", cancellationToken,
            ("Name", "Siti Rahmawati"), ("Contact", "siti@example.com"), ("Address", "Jalan Ijen 12, Malang"));
        return PaymentId().Match(to).Value;
    }

    /// <summary>
    /// Sends a form of a page; where it leads. Each request finds either shop: what they keep is in cookies and the database.
    /// </summary>
    private async Task<string> PostAsync(
        HttpClient http, string page, string form, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await http.GetStringAsync(new Uri(dice.Pick(town.Shops), page), cancellationToken)).Groups[1].Value;
        using var body = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token))
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var answer = await http.PostAsync(new Uri(dice.Pick(town.Shops), form), body, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Redirect) town.Figures.Count($"store answered {(int)answer.StatusCode}");
        return answer.Headers.Location?.ToString() ?? "";
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("pay_[0-9A-Za-z]+")]
    private static partial Regex PaymentId();
}
