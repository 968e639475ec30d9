using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests;

/// <summary>qris-convert with <c>image_url</c>: the picture is fetched from wherever the client says, and only its code is told.</summary>
public sealed class BayarPictureTests(SqliteFile database) : BayarTests(database), IClassFixture<SqliteFile>
{
    private readonly List<(string Path, IHeaderDictionary Headers)> _asked = [];
    private WebApplication? _pictures;

    public override async Task DisposeAsync()
    {
        if (_pictures is not null) await _pictures.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_code_is_read_from_a_picture_elsewhere()
    {
        await StartGatewayAsync();
        var drawn = await DrawnAsync();
        var pictures = await StartPicturesAsync(context => context.Response.Body.WriteAsync(drawn).AsTask());

        var answer = (await ConvertAsync(pictures + "/qr.png?sig=a%2Fb")).Is(HttpStatusCode.OK);

        Assert.Equal(("50000", "WARUNG UJI"), (Qris.Value(answer.Text("qris")!, "54"), answer.Text("merchant_name")));
        var (path, headers) = Assert.Single(_asked);
        Assert.Equal("/qr.png?sig=a%2Fb", path);
        Assert.DoesNotContain(headers.Keys, name => name is "traceparent" or "Cookie" or "Authorization" or "X-API-Key");
    }

    [Fact]
    public async Task Its_own_picture_of_a_code_is_one_too()
    {
        await StartGatewayAsync();
        var answer = (await ConvertAsync(new Uri(Address, "qris-info/api/qr.php?text=" + Uri.EscapeDataString(Qris.Static)).AbsoluteUri))
            .Is(HttpStatusCode.OK);
        Assert.Equal("50000", Qris.Value(answer.Text("qris")!, "54"));
    }

    [Fact]
    public async Task What_is_no_picture_there_is_refused_with_the_reason()
    {
        await StartGatewayAsync();
        var pictures = await StartPicturesAsync(async context =>
        {
            switch (context.Request.Path.Value)
            {
                case "/moved":
                    context.Response.Redirect("/page");
                    break;
                case "/gone":
                    context.Response.StatusCode = 404;
                    break;
                case "/large":
                    for (var i = 0; i < 200; i++) await context.Response.Body.WriteAsync(new byte[10_000]);
                    break;
                case "/large-and-said":
                    context.Response.ContentLength = 2_000_000;
                    await context.Response.Body.WriteAsync(new byte[10]);
                    break;
                case "/half":
                    context.Response.ContentLength = 1_000;
                    await context.Response.Body.WriteAsync(new byte[10]);
                    await context.Response.Body.FlushAsync();
                    context.Abort();
                    break;
                default:
                    await context.Response.WriteAsync("<h1>Secret page</h1>");
                    break;
            }
        });
        foreach (var (path, says) in new[]
        {
            ("/moved", "redirects are not followed"), ("/gone", "could not be fetched"), ("/half", "could not be fetched"),
            ("/large", "image_url is too large"),
            ("/large-and-said", "image_url is too large"), ("/page", "image_url must be a PNG"),
        })
            Refused(await ConvertAsync(pictures + path), HttpStatusCode.BadRequest, says);
        Assert.Equal(6, _asked.Count);
    }

    [Fact]
    public async Task Servers_that_never_finish_hold_a_few_places_for_a_few_seconds_and_none_of_other_apps()
    {
        await StartGatewayAsync();
        var drawn = await DrawnAsync();
        using var stop = new CancellationTokenSource();
        var pictures = await StartPicturesAsync(async context =>
        {
            if (context.Request.Path == "/qr.png") await context.Response.Body.WriteAsync(drawn);
            else
            {
                await context.Response.Body.WriteAsync(new byte[10]);
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        });

        var slow = Enumerable.Range(0, 12).Select(_ => ConvertAsync(pictures + "/slow")).ToList();
        await Wait.UntilAsync(() => Task.FromResult(_asked.Count), asked => asked >= 2, "the first two are asked");
        (await CallAsync("POST", "api/qris-convert.php", Json($$"""{"image_url":"{{pictures}}/qr.png","nominal":50000}"""), Warung)).Is(HttpStatusCode.OK);

        var answers = await Task.WhenAll(slow);
        // One that comes when the first have been given up finds a place again.
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests
            && answer.Response.Headers.RetryAfter is not null), 1, 10);
        foreach (var answer in answers.Where(answer => answer.Status != HttpStatusCode.TooManyRequests))
            Refused(answer, HttpStatusCode.BadRequest, "could not be fetched");
        (await ConvertAsync(pictures + "/qr.png")).Is(HttpStatusCode.OK);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task A_host_of_its_own_network_is_not_asked_unless_that_is_wanted()
    {
        var pictures = await StartPicturesAsync(_ => Task.CompletedTask);
        await StartGatewayAsync(("QrisPayments:Callbacks:AllowedPrivateHosts:0", "elsewhere.example"));
        foreach (var address in new[] { pictures, pictures.Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
            pictures.Replace("127.0.0.1", "[::ffff:127.0.0.1]", StringComparison.Ordinal) })
            Refused(await ConvertAsync(address), HttpStatusCode.BadRequest, "could not be fetched");
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task What_the_owner_opened_for_callbacks_is_not_open_to_a_live_shops_clients()
    {
        var pictures = await StartPicturesAsync(_ => Task.CompletedTask);
        await StartGatewayAsync(("QrisPayments:Mode", "Live"));
        Refused(await ConvertAsync(pictures), HttpStatusCode.BadRequest, "could not be fetched");
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_fetched()
    {
        await StartGatewayAsync();
        var pictures = await StartPicturesAsync(_ => Task.CompletedTask);
        Refused(await CallAsync("POST", "api/qris-convert.php", Json($$"""{"image_url":"{{pictures}}","nominal":50000}""")), HttpStatusCode.Unauthorized);
        Assert.Empty(_asked);
    }

    private Task<Answer> ConvertAsync(string address) => PostAsync("api/qris-convert.php", $$"""{"image_url":"{{address}}","nominal":50000}""");

    private async Task<byte[]> DrawnAsync() =>
        await Anybody.Http.GetByteArrayAsync(new Uri(Address, "qris-info/api/qr.php?text=" + Uri.EscapeDataString(Qris.Static)));

    /// <summary>Somebody's server of pictures; its address without a slash at the end.</summary>
    private async Task<string> StartPicturesAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _pictures = builder.Build();
        _pictures.Run(context =>
        {
            lock (_asked) _asked.Add((context.Request.Path + context.Request.QueryString.ToString(), context.Request.Headers));
            return answer(context);
        });
        await _pictures.StartAsync();
        return _pictures.Urls.Single();
    }
}
