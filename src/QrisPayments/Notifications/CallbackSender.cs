using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Outbox;
using QrisPayments.Plugins;

namespace QrisPayments.Notifications;

/// <summary>Posts a callback to its address, and reads from the answer whether it was accepted.</summary>
internal sealed class CallbackSender(ChosenAddressClient client, ReceiverTrust trust, TimeProvider clock, IOptions<OutboxOptions> options)
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(15);

    /// <summary>What a callback's headers must not change: where it goes and how it is framed.</summary>
    private static readonly HashSet<string> Reserved =
        new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Transfer-Encoding", "Upgrade", "Expect", "User-Agent" };

    public async Task<DeliveryResult> SendAsync(Delivery delivery, FacadeCallback callback, CancellationToken cancellationToken)
    {
        var address = new Uri(delivery.Target);
        // A secret that is kept nowhere, so it joins the address only now, before a query of its own.
        if (callback.PathKey is { } key)
            address = new UriBuilder(address) { Path = $"{address.AbsolutePath.TrimEnd('/')}/{Uri.EscapeDataString(key)}" }.Uri;
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(callback.Body) };
        if (!MediaTypeHeaderValue.TryParse(callback.ContentType, out var type))
            return new DeliveryResult.Failed("The facade's callback has no proper content type.");
        request.Content.Headers.ContentType = type;
        foreach (var (name, value) in callback.Headers)
            if (!Reserved.Contains(name)) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.UserAgent.ParseAdd("QrisPayments/1");
        return await SendAsync(request, delivery.Receiver, cancellationToken);
    }

    private async Task<DeliveryResult> SendAsync(HttpRequestMessage request, string receiver, CancellationToken cancellationToken)
    {
        // Before the lease is over, so that the failure can still be recorded as ours.
        var lease = options.Value.Lease * 0.8;
        var timeout = lease < MaxTimeout ? lease : MaxTimeout;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var watch = Stopwatch.StartNew();
        try
        {
            using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            trust.Answered(receiver, watch.Elapsed);
            return ResultOf(response);
        }
        catch (OperationCanceledException)
        {
            trust.Missed(receiver);
            // The lease is over, or the host stops.
            if (cancellationToken.IsCancellationRequested) throw;
            return new DeliveryResult.Failed(string.Create(CultureInfo.InvariantCulture, $"No answer within {timeout.TotalSeconds} s."));
        }
        // Names change seldom, and settings not before the next start.
        catch (HttpRequestException exception) when (exception.InnerException is PrivateAddressException refused)
        {
            return new DeliveryResult.Failed(refused.Message, Final: true);
        }
        catch (HttpRequestException exception)
        {
            trust.Missed(receiver);
            // Some say "see inner exception", which a reader of the console cannot.
            var cause = exception.GetBaseException().Message;
            return new DeliveryResult.Failed(exception.Message.Contains(cause, StringComparison.Ordinal)
                ? exception.Message
                : $"{exception.Message} {cause}");
        }
    }

    private DeliveryResult ResultOf(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return new DeliveryResult.Done(status);
        // Gone is how a receiver signs off (Standard Webhooks).
        if (response.StatusCode == HttpStatusCode.Gone)
            return new DeliveryResult.Failed("The receiver answered 410 Gone.", status, Final: true);
        var wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow();
        var moved = status is >= 300 and < 400 ? " Redirects are not followed; give the final address." : "";
        return new DeliveryResult.Failed($"The receiver answered {status}.{moved}", status, wait);
    }
}
