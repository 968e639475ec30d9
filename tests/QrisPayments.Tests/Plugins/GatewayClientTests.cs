using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Http;
using QrisPayments.Plugins;
using QrisPayments.Testing;

namespace QrisPayments.Tests.Plugins;

/// <summary>The one way out that a plugin has (WIRE G4).</summary>
public sealed class GatewayClientTests
{
    private const string Secret = "k3y-in-the-path";

    private static async Task<HttpRequestException> FailsAsync(Func<Task> ask)
    {
        var exception = await Assert.ThrowsAsync<HttpRequestException>(ask);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
        return exception;
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        await using var gateway = await GatewayStub.StartAsync();
        gateway.Answer = _ => GatewayReply.Moved("/elsewhere", 302);
        using var http = GatewayClients.Create(At.Loopback(gateway.Address));

        Assert.Equal(HttpStatusCode.Redirect, (await http.GetAsync(new Uri("start", UriKind.Relative))).StatusCode);
        Assert.Single(gateway.Requests);
    }

    [Theory]
    [InlineData(1_000_000, true)]
    [InlineData(1_100_000, false)]
    public async Task A_packed_answer_is_measured_as_it_is_unpacked(int length, bool fits)
    {
        await using var gateway = await BareGateway.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[length]);
        });
        using var http = GatewayClients.Create(At.Loopback(gateway.Address));
        // Streamed on purpose: there the client's own limit does not hold.
        Task<HttpResponseMessage> Ask() => http.GetAsync(new Uri(Secret, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        if (fits) Assert.Equal(length, (await (await Ask()).Content.ReadAsByteArrayAsync()).Length);
        else Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, (await FailsAsync(Ask)).HttpRequestError);
        Assert.Equal(1, gateway.Calls);
    }

    [Fact]
    public async Task An_answer_that_trickles_in_is_not_waited_for()
    {
        await using var gateway = await BareGateway.StartAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ");
                await context.Response.Body.FlushAsync();
                await Task.Delay(20);
            }
        });
        using var http = GatewayClients.Create(At.Loopback(gateway.Address));
        http.Timeout = TimeSpan.FromMilliseconds(500);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => http.GetAsync(new Uri("slow", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead));
    }

    [Theory]
    [InlineData("GET", 3)]
    [InlineData("POST", 1)]
    public async Task Only_what_asks_is_asked_again_when_the_connection_breaks(string method, int calls)
    {
        await using var gateway = await GatewayStub.StartAsync();
        gateway.Answer = _ => GatewayReply.Cut;
        using var http = GatewayClients.Create(At.Loopback(gateway.Address));

        await FailsAsync(() => http.SendAsync(new HttpRequestMessage(new HttpMethod(method), Secret)));

        Assert.Equal(calls, gateway.Requests.Count);
    }

    [Theory]
    [InlineData("1", 2)]
    [InlineData("3600", 1)]
    public async Task A_gateway_that_names_a_time_is_left_alone_so_long_or_not_asked_again(string retryAfter, int calls)
    {
        await using var gateway = await GatewayStub.StartAsync();
        gateway.Answer = _ =>
            gateway.Requests.Count == 1 ? GatewayReply.TooMany(int.Parse(retryAfter, CultureInfo.InvariantCulture)) : GatewayReply.Json("");
        using var http = GatewayClients.Create(At.Loopback(gateway.Address));

        var answer = await http.GetAsync(new Uri("status", UriKind.Relative));

        Assert.Equal(calls, gateway.Requests.Count);
        Assert.Equal(calls == 2 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://gateway.example/api/", "http://gateway.example/api/x")]
    [InlineData("https://gateway.example/api/", "https://other.example/api/x")]
    [InlineData("https://gateway.example/api/", "https://gateway.example:8443/api/x")]
    [InlineData("https://gateway.example/api/", "https://gateway.example/x")]
    [InlineData("https://gateway.example/api/", "https://gateway.example/api/../x")]
    [InlineData("https://gateway.example/api/", "https://gateway.example/api/%2e%2e/x")]
    [InlineData("https://gateway.example/api/", "https://gateway.example.evil.example/api/x")]
    [InlineData("https://gateway.example/api/", "https://user:pass@gateway.example/api/x")]
    [InlineData(null, "http://127.0.0.1/x")]
    [InlineData(null, "ftp://127.0.0.1/x")]
    public async Task Nothing_leaves_for_another_place_than_the_settings_name(string? configured, string asked)
    {
        using var http = GatewayClients.Create(configured is null ? null : new At(new Uri(configured), false));

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => http.GetAsync(new Uri(asked)));

        // HttpClient itself knows no ftp.
        Assert.True(refused is NotSupportedException
            || refused is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: null },
                refused.ToString());
    }

    [Fact]
    public async Task Cookies_are_not_kept_and_the_shop_says_who_it_is()
    {
        await using var gateway = await GatewayStub.StartAsync();
        gateway.Answer = _ => GatewayReply.Json("") with { Headers = new Dictionary<string, string> { ["Set-Cookie"] = "a=b" } };
        using var http = GatewayClients.Create(At.Loopback(gateway.Address));

        await http.GetAsync(new Uri("one", UriKind.Relative));
        await http.GetAsync(new Uri("two", UriKind.Relative));

        var heard = gateway.Requests.Select(
            request => string.Join('|',
                from name in (string[])["Cookie", "User-Agent", "traceparent"] select request.Headers.GetValueOrDefault(name)));
        Assert.Equal(["|QrisPayments/1|", "|QrisPayments/1|"], heard);
    }

    [Fact]
    public async Task No_activity_carries_the_address()
    {
        var seen = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.Contains("Http", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (seen) seen.Add(activity.DisplayName + string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")));
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var gateway = await GatewayStub.StartAsync();
        gateway.Answer = _ => GatewayReply.Json("{}");
        using var http = GatewayClients.Create(At.Loopback(gateway.Address));
        using var plain = new HttpClient();

        await http.GetAsync(new Uri(Secret, UriKind.Relative));
        await plain.GetAsync(new Uri(gateway.Address, "seen-by-the-listener"));

        lock (seen)
        {
            // The listener does hear clients; not this one.
            Assert.Contains(seen,
                line => line.Contains("url.full", StringComparison.Ordinal)
                    && line.Contains("seen-by-the-listener", StringComparison.Ordinal));
            Assert.DoesNotContain(seen,
                line => line.Contains("url.full", StringComparison.Ordinal) && line.Contains(Secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_plugin_must_not_hold_a_thread_while_it_waits()
    {
        using var http = GatewayClients.Create(null);
        Assert.Throws<NotSupportedException>(() => http.Send(new HttpRequestMessage(HttpMethod.Get, "https://gateway.example/")));
    }

    private sealed record At(Uri? BaseUrl, bool AllowInsecureHttp) : IGatewayAddress
    {
        public static At Loopback(Uri stub) => new(stub, AllowInsecureHttp: true);
    }
}
