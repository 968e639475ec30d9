using System.Net;
using Polly;
using Polly.Retry;

namespace QrisPayments.Plugins;

/// <summary>
/// Lets out only what may go out, reads answers whole within a bound of time and length, and repeats what only asks. Its
/// exceptions name no address.
/// </summary>
internal sealed class GatewayHandler : DelegatingHandler
{
    /// <summary>One request, repeats and the answer's body included.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>In bytes, as unpacked: a small packed answer may be large (gzip bomb).</summary>
    public const int MaxAnswer = 1 << 20;

    private const int Repeats = 2;
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(5);

    private readonly GatewayReach _reach;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<HttpResponseMessage> _asking;

    public GatewayHandler(IGatewayAddress? address, TimeProvider clock, HttpMessageHandler sockets) : base(sockets)
    {
        _reach = new GatewayReach(address);
        _clock = clock;
        var retry = new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Repeats, Delay = TimeSpan.FromMilliseconds(200), BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
            {
                { Exception: HttpRequestException fault } => fault.HttpRequestError != HttpRequestError.ConfigurationLimitExceeded,
                { Result: { } response } => IsPassing(response.StatusCode) && !(RetryAfter(response) > MaxRetryAfter),
                _ => false,
            }),
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } response ? RetryAfter(response) : null),
            OnRetry = arguments =>
            {
                arguments.Outcome.Result?.Dispose();
                return default;
            },
        };
        _asking = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }.AddRetry(retry).Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_reach.Refuse(request) is { } refusal) throw new HttpRequestException(HttpRequestError.ConnectionError, refusal);
        if (request.Headers.UserAgent.Count == 0) request.Headers.UserAgent.ParseAdd("QrisPayments/1");
        // The client's own limits are the plugin's to change; these are not.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        // A POST may have done its work although no answer came: never again (WIRE G6).
        if (request.Content is not null || (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head))
            return await OnceAsync(request, limit.Token);
        return await _asking.ExecuteAsync(async token => await OnceAsync(request, token), limit.Token);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Use the asynchronous methods: a plugin must not hold a thread while it waits for its gateway.");

    private async Task<HttpResponseMessage> OnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                response.Content = await ReadAsync(response.Content, cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        // What lies below may name the address in its inner exceptions.
        catch (HttpRequestException exception)
        {
            throw new HttpRequestException(exception.HttpRequestError, Message(exception), null, exception.StatusCode);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The gateway's answer broke off or could not be unpacked.");
        }
    }

    private static async Task<HttpContent> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxAnswer)
                throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "The gateway's answer is longer than 1 MB.");
            body.Write(buffer, 0, read);
        }
        var whole = new ByteArrayContent(body.ToArray());
        foreach (var header in content.Headers.NonValidated)
            if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                whole.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return whole;
    }

    private static string Message(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConfigurationLimitExceeded => "The gateway's answer is longer than is allowed.",
        HttpRequestError.NameResolutionError => "The gateway's name is not known.",
        HttpRequestError.SecureConnectionError => "No secure connection to the gateway could be made.",
        HttpRequestError.ConnectionError => "No connection to the gateway could be made.",
        _ => $"The gateway's answer broke off ({exception.HttpRequestError}).",
    };

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - _clock.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }
}
