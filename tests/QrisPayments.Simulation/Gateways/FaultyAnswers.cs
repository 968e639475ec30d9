using System.Text;

namespace QrisPayments.Simulation.Gateways;

/// <summary>Writes answers, whole or broken.</summary>
internal static class FaultyAnswers
{
    /// <summary>Longer than any client waits.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromMinutes(1);

    public static async Task AnswerAsync(this HttpContext context, Fault fault, int status, string body, string type = "application/json")
    {
        var response = context.Response;
        switch (fault)
        {
            case Fault.Slow:
                await context.WaitAsync(TimeSpan.FromSeconds(2));
                await WriteAsync(response, status, body, type);
                break;
            case Fault.Error:
                await WriteAsync(response, 500, "Internal Server Error", "text/plain");
                break;
            case Fault.Html:
                await WriteAsync(response, 200, "<!doctype html><title>502</title><h1>Bad gateway</h1>", "text/html");
                break;
            case Fault.Half:
                var bytes = Encoding.UTF8.GetBytes(body);
                (response.StatusCode, response.ContentType, response.ContentLength) = (status, type, bytes.Length);
                await response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
                await response.Body.FlushAsync();
                context.Abort();
                break;
            case Fault.Cut:
                context.Abort();
                break;
            case Fault.Silence:
                await context.WaitAsync(Forever);
                context.Abort();
                break;
            default:
                await WriteAsync(response, status, body, type);
                break;
        }
    }

    /// <summary>Waits, or less when the other side has hung up.</summary>
    private static async Task WaitAsync(this HttpContext context, TimeSpan time)
    {
        try
        {
            await Task.Delay(time, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // There is no one left to answer.
        }
    }

    private static Task WriteAsync(HttpResponse response, int status, string body, string type)
    {
        (response.StatusCode, response.ContentType) = (status, type);
        return response.WriteAsync(body);
    }
}
