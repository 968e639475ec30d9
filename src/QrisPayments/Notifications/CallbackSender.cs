using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Facades;
using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Notifications;

/// <summary>
/// Tells an address outside, signed as Standard Webhooks 1.0 says (webhook-id, -timestamp, -signature), or in the shape of the gateway
/// through whose facade the payment was made.
/// </summary>
internal sealed class CallbackSender(
    ChosenAddressClient client, CallbackFilter filter, PaymentReader payments, AppDirectory apps, FacadeCallbacks facades, ReceiverTrust trust, TimeProvider clock,
    IOptions<OutboxOptions> options, IOptions<CallbackOptions> callbacks)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>What a callback's headers must not change: where it goes and how it is framed.</summary>
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Transfer-Encoding", "Upgrade", "Expect", "User-Agent" };

    public async Task<DeliveryResult> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Facade is null) return await SendOursAsync(delivery, cancellationToken);
        return await facades.MakeAsync(delivery, cancellationToken) switch
        {
            FacadeMessage.Ended ended => ended.Result,
            FacadeMessage.Ours => await SendOursAsync(delivery, cancellationToken),
            FacadeMessage.ToSend message => await SendAsync(delivery, message.Callback, cancellationToken),
            var other => throw new InvalidOperationException($"Unknown message {other.GetType().Name}."),
        };
    }

    private async Task<DeliveryResult> SendAsync(Delivery delivery, FacadeCallback callback, CancellationToken cancellationToken)
    {
        var address = new Uri(delivery.Target);
        // A secret that is kept nowhere, so it joins the address only now, before a query of its own.
        if (callback.PathKey is { } key) address = new UriBuilder(address) { Path = $"{address.AbsolutePath.TrimEnd('/')}/{Uri.EscapeDataString(key)}" }.Uri;
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(callback.Body) };
        if (!MediaTypeHeaderValue.TryParse(callback.ContentType, out var type)) return new DeliveryResult.Failed("The facade's callback has no proper content type.");
        request.Content.Headers.ContentType = type;
        foreach (var (name, value) in callback.Headers)
            if (!Ours.Contains(name)) request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request, delivery.Receiver, cancellationToken);
    }

    private async Task<DeliveryResult> SendOursAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var payment = await payments.FindAsync(delivery.PaymentId, cancellationToken);
        if (payment is null) return new DeliveryResult.Failed("The payment is not there any more.", Final: true);
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = delivery.EventType,
            timestamp = JsonShapes.Time(delivery.EventAt!.Value.FromDb()),
            data = await filter.ApplyAsync(delivery.EventType!, payment, cancellationToken),
        }, JsonShapes.Options);

        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        Sign(request, delivery.EventId!, body, payment.App);
        return await SendAsync(request, delivery.Receiver, cancellationToken);
    }

    private async Task<DeliveryResult> SendAsync(HttpRequestMessage request, string receiver, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.ParseAdd("QrisPayments/1");
        // Before the lease is over, so that the failure can still be recorded as ours.
        var lease = options.Value.Lease * 0.8;
        var patience = lease < Timeout ? lease : Timeout;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        var watch = Stopwatch.StartNew();
        try
        {
            using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            trust.Answered(receiver, watch.Elapsed);
            return Judge(response);
        }
        catch (OperationCanceledException)
        {
            trust.Missed(receiver);
            // The lease is over, or the host stops.
            if (cancellationToken.IsCancellationRequested) throw;
            return new DeliveryResult.Failed(string.Create(CultureInfo.InvariantCulture, $"No answer within {patience.TotalSeconds} s."));
        }
        // Names change seldom, and settings not before the next start.
        catch (HttpRequestException exception) when (exception.InnerException is PrivateAddressException refused)
        {
            return new DeliveryResult.Failed(refused.Message, Final: true);
        }
        catch (HttpRequestException exception)
        {
            trust.Missed(receiver);
            // Some say "see inner exception", which nobody can who reads this in the console.
            var cause = exception.GetBaseException().Message;
            return new DeliveryResult.Failed(exception.Message.Contains(cause, StringComparison.Ordinal) ? exception.Message : $"{exception.Message} {cause}");
        }
    }

    private DeliveryResult Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return new DeliveryResult.Done(status);
        // Gone is how a receiver signs off (Standard Webhooks).
        if (response.StatusCode == HttpStatusCode.Gone) return new DeliveryResult.Failed("The receiver answered 410 Gone.", status, Final: true);
        var wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow();
        var moved = status is >= 300 and < 400 ? " Redirects are not followed; give the final address." : "";
        return new DeliveryResult.Failed($"The receiver answered {status}.{moved}", status, wait);
    }

    private void Sign(HttpRequestMessage request, string id, byte[] body, string? appCode)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        var secret = appCode is null ? callbacks.Value.Secret : apps.Find(appCode)?.CallbackSecret;
        if (secret is null) return;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(CallbackSecret.Bytes(secret)!, signed)));
    }
}
