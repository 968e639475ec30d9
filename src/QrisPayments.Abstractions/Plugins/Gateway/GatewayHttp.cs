using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QrisPayments.Plugins;

/// <summary>Asks a gateway and says what is certain about the answer.</summary>
public static class GatewayHttp
{
    /// <summary>
    /// Sends a request and reads a JSON answer, whatever its status. It throws only when <paramref name="cancellationToken"/> is
    /// set; everything else that can go wrong between two machines is a result.
    /// </summary>
    /// <param name="http">The client that the plugin was given.</param>
    /// <param name="request">What to ask; disposed when the answer is there.</param>
    /// <param name="shape">The answer's shape, source-generated: reflection-based JSON would keep the plugin in memory for ever.</param>
    /// <param name="cancellationToken">The token that the call was given.</param>
    public static async Task<GatewayAnswer<T>> SendForJsonAsync<T>(
        this HttpClient http, HttpRequestMessage request, JsonTypeInfo<T> shape, CancellationToken cancellationToken) where T : class
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(shape);
        using (request)
        {
            try
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
                return Read(response, await response.Content.ReadAsByteArrayAsync(cancellationToken), shape);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new GatewayAnswer<T>.Unclear("The gateway did not answer in time.");
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError
                is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
            {
                // The plugin's client writes its messages itself, and never with an address.
                return new GatewayAnswer<T>.NotDone($"The gateway cannot be reached: {exception.Message}");
            }
            catch (HttpRequestException exception)
            {
                return new GatewayAnswer<T>.Unclear($"The gateway's answer broke off or was too long ({exception.HttpRequestError}).");
            }
            catch (IOException)
            {
                return new GatewayAnswer<T>.Unclear("The gateway's answer broke off.");
            }
        }
    }

    /// <summary>
    /// A JSON body that says how long it is: the small servers behind many gateways read nothing of a chunked one, which is what
    /// <c>JsonContent</c> sends.
    /// </summary>
    /// <param name="value">What to send.</param>
    /// <param name="shape">Its shape, source-generated.</param>
    public static HttpContent JsonBody<T>(T value, JsonTypeInfo<T> shape) =>
        new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(value, shape)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static GatewayAnswer<T> Read<T>(HttpResponseMessage response, byte[] body, JsonTypeInfo<T> shape) where T : class
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            return new GatewayAnswer<T>.NotDone("The gateway asks for fewer requests (429).", RetryAfter(response));
        if (status is >= 300 and < 400)
            return new GatewayAnswer<T>.Unclear($"The gateway has moved ({status} to {Target(response)}); correct its address. "
                + "Redirects are not followed.") { StatusCode = status };
        ReadOnlySpan<byte> text = body;
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        text = text.Trim(" \t\r\n"u8);
        if (text.IsEmpty) return new GatewayAnswer<T>.Unclear($"The gateway answered {status} with nothing.") { StatusCode = status };
        // Challenge and maintenance pages come with 200, too (WIRE G5).
        if (text[0] == (byte)'<')
            return new GatewayAnswer<T>.Unclear($"The gateway answered {status} with a web page instead of JSON.") { StatusCode = status };
        try
        {
            return JsonSerializer.Deserialize(text, shape) is { } answer
                ? new GatewayAnswer<T>.Answered(status, answer)
                : new GatewayAnswer<T>.Unclear($"The gateway answered {status} with null.") { StatusCode = status };
        }
        // The text itself may hold secrets or names; its place and the expected shape say enough.
        catch (JsonException exception)
        {
            return new GatewayAnswer<T>.Unclear(
                $"The gateway answered {status} with JSON of another shape (at {exception.Path ?? "$"}).") { StatusCode = status };
        }
    }

    private static string Target(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true } location ? $"{location.Scheme}://{location.Host}" : "somewhere else";

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - response.Headers.Date;
}
