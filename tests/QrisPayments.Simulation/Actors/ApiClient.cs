using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Actors;

/// <summary>
/// A client of the merchant API that does not give up: a request without a final answer is sent again, word for word, to either shop.
/// Sometimes it hangs up itself, so that the answer is lost although the work was done.
/// </summary>
internal sealed class ApiClient(string app, IReadOnlyList<Uri> shops, Dice dice, Figures figures) : IDisposable
{
    /// <summary>
    /// Longer than any outage, also where the machine is so busy that a shop needs a minute to start. In the calm both answer.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ShopSettings.Key(app)) },
    };

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, null, cancellationToken);

    /// <param name="path">Below <c>/qris/api/v1</c>.</param>
    /// <param name="body">JSON.</param>
    /// <param name="key">Of idempotency, where the route takes one.</param>
    /// <param name="cancellationToken">Set when the run ends.</param>
    public Task<Answer> PostAsync(string path, JsonObject? body, string? key, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body?.ToJsonString(), key, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string? key, CancellationToken cancellationToken)
    {
        var until = DateTimeOffset.UtcNow + Patience;
        for (var tries = 1; ; tries++)
        {
            var why = "";
            try
            {
                var answer = await TryAsync(method, path, body, key, cancellationToken);
                if (IsFinal(answer))
                {
                    if (tries > 1) figures.Count("requests answered after lost or refused answers");
                    return answer;
                }
                why = $"{answer}";
                figures.Count($"answers to try again: {answer.Status} {answer.Code}");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                why = exception.Message;
                figures.Count("answers lost");
            }
            if (DateTimeOffset.UtcNow > until)
                throw new TimeoutException($"{method} {path} got no final answer within {Patience.TotalMinutes} minutes; the last: {why}");
            await Task.Delay(dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(Math.Min(tries, 4))), cancellationToken);
        }
    }

    private async Task<Answer> TryAsync(HttpMethod method, string path, string? body, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(dice.Pick(shops), $"qris/api/v1/{path}"));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (method == HttpMethod.Post && dice.Chance(0.05))
            hangUp.CancelAfter(dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(200)));
        using var response = await _http.SendAsync(request, hangUp.Token);
        return await Answer.ReadAsync(response, hangUp.Token);
    }

    /// <summary>Whether repeating the request would be of no use.</summary>
    private static bool IsFinal(Answer answer) =>
        answer.Status is not (408 or 429 or >= 500) && answer.Code is not ("idempotency_in_progress" or "unique_amount_exhausted");
}
