using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.MvcHost;
using QrisPayments.Tests.Facades;
using QrisPayments.Tests.Gateways;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>
/// F20: a host that answers every bare error with a page of its own, as the Blazor template does. Ours come through as they are, and each
/// has a body.
/// </summary>
public sealed class StatusCodePagesTests(SqliteFile database) : GatewayTests(database), IClassFixture<SqliteFile>
{
    private const string HostsPage = "the host's page for what is lost";

    public enum Pages { ReExecuted, ReExecutedBeforeRouting, Redirected, Written }

    private async Task<TestHost> StartAsync(Pages pages, params IEnumerable<(string, string?)> own) =>
        Owned(await TestHost.StartAsync(Database, Clock,
            [.. Kasir.Settings(PluginFolder), .. _gateway.Settings(PluginFolder, "stub", AsksAndHears), .. own], builder =>
            {
                builder.Services.AddAuthentication(HeaderAuthentication.Scheme)
                    .AddScheme<HeaderAuthenticationOptions, HeaderAuthentication>(HeaderAuthentication.Scheme, null);
                builder.Services.AddAuthorizationBuilder().AddPolicy("look", policy => policy.RequireAuthenticatedUser());
            }, app =>
            {
                _ = pages switch
                {
                    Pages.Redirected => app.UseStatusCodePagesWithRedirects("/lost"),
                    Pages.Written => app.UseStatusCodePages(context => context.HttpContext.Response.WriteAsync(HostsPage)),
                    _ => app.UseStatusCodePagesWithReExecute("/lost"),
                };
                if (pages == Pages.ReExecutedBeforeRouting) app.UseRouting();
                app.MapQrisPayments();
                app.MapQrisGateway(Kasir.Id, "/kasir");
                app.Map("/lost", context =>
                {
                    context.Response.StatusCode = 400;
                    return context.Response.WriteAsync(HostsPage);
                });
            }));

    private sealed record Refused(string Method, string Path, int Status, string Type, string? Accept = null, int Body = 0);

    // Nothing that these ask for is there, or may be done so.
    private static readonly Refused[] Table =
    [
        new("POST", "/webhooks/none", 404, "text/plain"),
        new("POST", "/webhooks/none/token", 404, "text/plain"),
        new("GET", "/webhooks/stub", 405, "text/plain"),
        // In its gateway's own words, which the plugin chooses.
        new("POST", "/webhooks/stub", 403, "application/json"),
        new("POST", "/webhooks/stub", 413, "text/plain", Body: 1_100_000),
        new("GET", "/pay/pay_x", 404, "text/html"),
        new("GET", "/pay/pay_x/status", 404, "application/problem+json"),
        new("GET", "/pay/pay_x/events", 404, "application/problem+json"),
        new("GET", "/pay/pay_x/qr.svg", 404, "text/plain"),
        new("GET", "/pay/pay_x/receipt", 404, "text/html"),
        new("GET", "/pay/pay_x/cancel", 404, "application/problem+json"),
        new("POST", "/pay/pay_x/cancel", 404, "text/html"),
        new("GET", "/assets/0/x.css", 404, "text/plain"),
        new("GET", "/api/v1/payments", 401, "application/problem+json"),
        new("GET", "/api/v1/nothing", 404, "application/problem+json"),
        new("PUT", "/api/v1/payments", 405, "application/problem+json"),
        new("GET", "/admin", 401, "text/html"),
        new("GET", "/admin/nothing", 401, "text/html"),
        new("GET", "/gateways/kasir/api/list", 401, "text/plain"),
        new("GET", "/gateways/kasir/api/nothing", 404, "text/plain"),
        new("POST", "/gateways/kasir/api/list", 405, "text/plain"),
        new("POST", "/gateways/kasir/echo", 413, "text/plain", Body: 1_100_000),
        new("GET", "/gateways/kasir/fail", 503, "text/plain"),
        new("GET", "/gateways/none/x", 404, "application/json"),
        new("GET", "/nothing", 404, "application/problem+json"),
        new("GET", "/nothing/here", 404, "text/html", Accept: "text/html,*/*"),
        new("DELETE", "/nothing", 404, "application/problem+json"),
    ];

    [Theory]
    [InlineData(Pages.ReExecuted)]
    [InlineData(Pages.ReExecutedBeforeRouting)]
    [InlineData(Pages.Redirected)]
    [InlineData(Pages.Written)]
    public async Task F20_every_refusal_of_ours_comes_as_it_is_with_a_body_of_its_own(Pages pages)
    {
        var host = await StartAsync(pages, ("QrisPayments:Console:ViewerPolicy", "look"));
        using var stranger = host.Client(key: null);
        // In Development the console is open to the machine itself, but not through a proxy.
        stranger.Http.DefaultRequestHeaders.Via.ParseAdd("1.1 proxy");
        foreach (var asked in Table)
        {
            var request = new HttpRequestMessage(new HttpMethod(asked.Method), "/qris" + asked.Path);
            if (asked.Body > 0) request.Content = new ByteArrayContent(new byte[asked.Body]);
            if (asked.Accept is { } accept) request.Headers.TryAddWithoutValidation("Accept", accept);

            var answer = await stranger.SendAsync(request);

            Assert.True((asked.Status, asked.Type) == ((int)answer.Status, answer.ContentType) && answer.Body.Length > 0,
                $"{asked}: {(int)answer.Status} {answer.ContentType} {answer.Body}");
            Assert.DoesNotContain(HostsPage, answer.Body, StringComparison.Ordinal);
        }
        // The host's own pages still have theirs.
        var own = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/elsewhere"));
        Assert.True(own.Body.Contains(HostsPage, StringComparison.Ordinal) || own.Status == HttpStatusCode.Found, own.Body);
    }

    [Fact]
    public async Task F20_whoever_asks_too_often_is_told_so_in_the_shape_of_the_address()
    {
        var host = await StartAsync(Pages.ReExecuted,
            ("QrisPayments:Limits:CheckoutBurst", "1"), ("QrisPayments:Limits:CheckoutPerSecond", "1"));
        foreach (var (path, type) in new[]
        {
            ("", "text/html"), ("/receipt", "text/html"), ("/status", "application/problem+json"), ("/events", "application/problem+json"),
            ("/qr.png", "text/plain"),
        })
        {
            var id = (await host.Api.CreateAsync(change: body => body["provider"] = "static-qris")).Text("id");
            using var customer = host.Client(key: null);
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
            {
                using var response = await customer.Http.GetAsync($"/qris/pay/{id}{path}", HttpCompletionOption.ResponseHeadersRead);
                var refused = response.StatusCode == HttpStatusCode.TooManyRequests;
                return (response, Body: refused ? await response.Content.ReadAsStringAsync() : "");
            }));
            var late = answers.First(answer => answer.response.StatusCode == HttpStatusCode.TooManyRequests);
            Assert.Equal(type, late.response.Content.Headers.ContentType?.MediaType);
            Assert.NotEmpty(late.Body);
            Assert.DoesNotContain(HostsPage, late.Body, StringComparison.Ordinal);
            Assert.True(late.response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task F20_the_console_says_that_it_is_asked_too_often()
    {
        var host = await StartAsync(Pages.ReExecuted, ("QrisPayments:Console:ViewerPolicy", "look"),
            ("QrisPayments:Limits:ConsoleBurst", "1"), ("QrisPayments:Limits:ConsolePerSecond", "1"));
        using var person = host.Client(key: null);
        person.Http.DefaultRequestHeaders.Add("X-User", "siti");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => person.GetAsync("/admin/payments")));

        var late = answers.First(answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal("text/html", late.ContentType);
        Assert.Contains("<h1>", late.Body, StringComparison.Ordinal);
        Assert.True(late.Response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }
}
