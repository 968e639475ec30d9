using System.Net;
using System.Text.RegularExpressions;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Actors;

/// <summary>
/// Buys at the shop's own pages, with a browser's cookies and without its scripts. A step that fails is done again, as people do: then
/// there is more in the basket, or one order more, of which the buyer sees the last alone.
/// </summary>
internal sealed partial class StoreVisit(Town town, BuyerPlan plan, Dice dice) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private readonly DateTimeOffset _until = DateTimeOffset.UtcNow + ApiClient.Patience;

    /// <summary>The id of the payment that checkout led to; null when the buyer gave up.</summary>
    public async Task<string?> OrderAsync(CancellationToken cancellationToken)
    {
        foreach (var (slug, quantity) in plan.Basket)
            await PostAsync($"products/{slug}", "cart?handler=Add", "/cart", cancellationToken,
                ("slug", slug), ("quantity", quantity.ToString(CultureInfo.InvariantCulture)));
        var to = await PostAsync("checkout", "checkout", "pay_", cancellationToken,
            ("Name", "Siti Rahmawati"), ("Contact", "siti@example.com"), ("Address", "Jalan Ijen 12, Malang"));
        if (to is not null) return PaymentId().Match(to).Value;
        town.Findings.Add($"{plan.OrderId} could not buy at the store within {ApiClient.Patience.TotalMinutes} minutes");
        return null;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a form of a page until it leads where it should; null when the buyer's patience is over.</summary>
    private async Task<string?> PostAsync(
        string page, string form, string leadsTo, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        while (DateTimeOffset.UtcNow < _until)
        {
            try
            {
                if (await TryAsync(page, form, fields, cancellationToken) is { } to && to.Contains(leadsTo, StringComparison.Ordinal))
                    return to;
                town.Figures.Count("store steps that led nowhere");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                town.Figures.Count("store steps cut short");
            }
            await Task.Delay(dice.Between(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(2)), cancellationToken);
        }
        return null;
    }

    /// <summary>Each request finds either shop: what they keep is in cookies and the database.</summary>
    private async Task<string?> TryAsync(
        string page, string form, IEnumerable<(string Name, string Value)> fields, CancellationToken cancellationToken)
    {
        var token = Token().Match(await _http.GetStringAsync(new Uri(dice.Pick(town.Shops), page), cancellationToken)).Groups[1].Value;
        using var body = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token))
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var answer = await _http.PostAsync(new Uri(dice.Pick(town.Shops), form), body, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Redirect) town.Figures.Count($"store answered {(int)answer.StatusCode}");
        return answer.Headers.Location?.ToString();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("pay_[0-9A-Za-z]+")]
    private static partial Regex PaymentId();
}
