using System.Collections.Concurrent;
using System.Text.Json;
using QrisPayments.Simulation.Gateways;
using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace QrisPayments.Simulation.Callbacks;

/// <summary>What an event told: its type and the payment that it is about.</summary>
internal sealed record Told(string Type, string PaymentId);

/// <summary>
/// A client's receiver of callbacks on a bad day. Each must be signed, whatever becomes of it; it counts as told only when we said 200,
/// and sometimes our 200 does not arrive.
/// </summary>
internal sealed class Receiver(Weather weather, Findings findings, Figures figures)
{
    /// <summary>An event fails at most so often: the outbox waits twice as long after each.</summary>
    private const int MaxFailures = 4;

    private readonly ConcurrentDictionary<string, Told> _told = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <summary>By the event's id.</summary>
    public IReadOnlyDictionary<string, Told> Told => _told;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/callbacks/{app}", HearAsync);

    private async Task HearAsync(HttpContext context, string app)
    {
        string body;
        try
        {
            body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
        }
        // Its sender was killed.
        catch (Exception exception) when (exception is IOException or BadHttpRequestException or OperationCanceledException)
        {
            return;
        }
        figures.Count("callbacks heard");
        if (!IsSigned(context, app, body))
        {
            findings.Add($"A callback to {app} has no valid signature: {body}");
            return;
        }
        var id = context.Request.Headers["webhook-id"].ToString();
        var fault = _failures.GetValueOrDefault(id) < MaxFailures ? weather.Draw() : Fault.None;
        if (fault is Fault.Half or Fault.None or Fault.Slow or Fault.Html) Keep(id, body);
        // A page instead of an answer is a 200 all the same.
        if (fault is not (Fault.None or Fault.Slow or Fault.Html)) _failures.AddOrUpdate(id, 1, (_, before) => before + 1);
        await context.AnswerAsync(fault is Fault.Half ? Fault.Cut : fault, 200, "");
    }

    private void Keep(string id, string body)
    {
        var told = JsonDocument.Parse(body).RootElement;
        var what = new Told(told.GetProperty("type").GetString()!, told.GetProperty("data").GetProperty("id").GetString()!);
        if (_told.TryAdd(id, what)) figures.Count($"callbacks told: {what.Type}");
        else if (_told[id] != what) findings.Add($"Event {id} was told as {_told[id]} and as {what}.");
        else figures.Count("callbacks told again");
    }

    private static bool IsSigned(HttpContext context, string app, string body)
    {
        try
        {
            new StandardWebhook(ShopSettings.Secret(app)).Verify(body, context.Request.Headers);
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    }
}
