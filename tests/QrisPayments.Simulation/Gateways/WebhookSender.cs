using System.Text;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Gateways;

/// <summary>
/// Sends a gateway's webhooks to either shop: again until they are taken, as gateways do, and in a storm lost, doubled and overtaken.
/// </summary>
internal sealed class WebhookSender(
    IReadOnlyList<Uri> shops, Weather weather, Figures figures, Crowd crowd, CancellationToken stop) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Sends in the background.</summary>
    /// <param name="path">Below the shop's address.</param>
    /// <param name="body">JSON.</param>
    /// <param name="mayBeLost">Whether a storm may swallow it.</param>
    public void Send(string path, string body, bool mayBeLost = true)
    {
        if (mayBeLost && weather.Chance(0.15, "webhook lost")) return;
        var copies = weather.Chance(0.25, "webhook doubled") ? 3 : 1;
        for (var i = 0; i < copies; i++)
        {
            // A message that waits is overtaken by a later one.
            var wait = weather.Chance(0.3, "webhook late")
                ? weather.Dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20))
                : TimeSpan.Zero;
            crowd.Add(SendAsync(path, body, wait));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(string path, string body, TimeSpan wait)
    {
        await Task.Delay(wait, stop);
        for (var tries = 1; tries <= 8; tries++, await Task.Delay(TimeSpan.FromSeconds(tries), stop))
        {
            try
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var answer = await _http.PostAsync(new Uri(weather.Dice.Pick(shops), path), content, stop);
                figures.Count("webhooks sent");
                // A refusal of a forged one is its right answer.
                if ((int)answer.StatusCode < 500) return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                // That shop is down; the next try may find the other.
            }
        }
    }
}
