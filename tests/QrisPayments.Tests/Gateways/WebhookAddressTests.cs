using System.Net;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>What the address of an account's webhooks answers to anything but a webhook.</summary>
public sealed class WebhookAddressTests(SqliteFile database) : GatewayTests(database), IClassFixture<SqliteFile>
{
    private static readonly string[] Others = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"];

    [Fact]
    public async Task F33_every_method_but_POST_is_405_and_is_told_which_it_takes()
    {
        var host = await StartAsync(AsksAndHears);
        foreach (var path in new[] { "stub", "stub/", "stub/some-token", "stub/" + StubGateway.Key })
        {
            foreach (var method in Others)
            {
                var answer = await host.Api.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/qris/webhooks/" + path));
                Assert.True(answer.Status == HttpStatusCode.MethodNotAllowed, $"{method} {path}: {(int)answer.Status}");
                Assert.Equal(["POST"], answer.Response.Content.Headers.Allow);
                if (method != "HEAD") Assert.Contains("POST", answer.Body, StringComparison.Ordinal);
            }
        }
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks"));
    }

    /// <summary>static-qris has an account, and its provider receives no webhooks.</summary>
    [Fact]
    public async Task F33_an_account_that_hears_nothing_is_404_whatever_the_method()
    {
        var host = await StartAsync(AsksAndHears);
        foreach (var path in new[] { "none", "none/token", "static-qris", "static-qris/token" })
        {
            foreach (var method in Others.Append("POST"))
            {
                var answer = await host.Api.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/qris/webhooks/" + path));
                Assert.True(answer.Status == HttpStatusCode.NotFound, $"{method} {path}: {(int)answer.Status}");
                Assert.Empty(answer.Response.Content.Headers.Allow);
            }
        }
    }
}
