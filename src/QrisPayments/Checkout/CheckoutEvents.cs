using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using QrisPayments.Storage;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

/// <summary>GET: server-sent events (WHATWG HTML, 9.2): the status at once and after every change, until the host stops.</summary>
internal static class CheckoutEvents
{
    /// <summary>Proxies close a connection that is silent for a minute or less.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(HttpContext context)
    {
        var request = new PaymentRequest(context);
        if (await request.FindAsync() is not { } payment)
        {
            await CheckoutStatus.NotFound().WriteAsync(context);
            return;
        }
        using var watch = request.Service<PaymentWatcher>().TryWatch(request.Id);
        if (watch is null)
        {
            // The script then polls.
            await ApiAnswer.Problem(StatusCodes.Status429TooManyRequests, "too_many_streams",
                "This payment has as many streams as it may have. Ask for its status instead.", Heartbeat).WriteAsync(context);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var stopping = request.Service<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping);
        try
        {
            await StreamAsync(request, watch, payment, ending.Token);
        }
        catch (Exception exception) when (ending.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The page was closed, or the host stops: the end of every stream.
        }
        catch (Exception exception) when (context.Response.HasStarted && DatabaseTroubles.Of(exception) is not null)
        {
            // The page opens another stream after a moment, and polls as long as none can be had.
        }
    }

    private static async Task StreamAsync(PaymentRequest request, PaymentWatcher.Watch watch, Payment? payment, CancellationToken ending)
    {
        var clock = request.Service<TimeProvider>();
        var body = request.Http.Response.Body;
        await body.WriteAsync("retry: 3000\n\n"u8.ToArray(), ending);
        while (payment is not null)
        {
            await body.WriteAsync(Event(payment, clock.Now()), ending);
            await body.FlushAsync(ending);
            while (!await watch.WaitAsync(payment.Version, Heartbeat, ending))
            {
                await body.WriteAsync(": \n\n"u8.ToArray(), ending);
                await body.FlushAsync(ending);
            }
            payment = await request.FindAsync();
        }
    }

    private static byte[] Event(Payment payment, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"id: {payment.Version}\ndata: {CheckoutStatus.Write(payment, now)}\n\n"));
}
