using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Checkout;

/// <summary>What a customer can do, and what a stranger cannot do in his name.</summary>
public sealed class CheckoutFormTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    [Theory]
    [InlineData("cancel", "cancelled", null)]
    [InlineData("claim", "pending", "claimed")]
    [InlineData("simulate", "paid", null)]
    public async Task A_form_acts_once_and_leads_back_to_the_page(string form, string status, string? review)
    {
        var (host, browser) = await OpenAsync();
        var token = await browser.TokenAsync();

        for (var i = 0; i < 2; i++)
        {
            var answer = (await browser.PostAsync(form, "token=" + token)).Is(HttpStatusCode.SeeOther);
            Assert.Equal(browser.Address(), answer.Response.Headers.Location!.OriginalString);
        }
        var payment = await host.Api.PaymentAsync(browser.Id);
        Assert.Equal(status, payment.Text("status"));
        Assert.Equal(review, payment["review"].GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("token=")]
    [InlineData("token=wrong")]
    [InlineData("token=tok_00000000000000000000000000")]
    [InlineData("Token=x")]
    [InlineData("token=%")]
    [InlineData("&&&&=&token")]
    [InlineData("token=\u0000é")]
    public async Task Without_the_payments_own_token_nothing_happens(string body)
    {
        var (host, browser) = await OpenAsync();
        var other = new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!);
        foreach (var form in new[] { "cancel", "claim", "simulate" })
        {
            Assert.Contains("Halaman sudah tidak berlaku", (await browser.PostAsync(form, body)).Is(HttpStatusCode.Forbidden).Body,
                StringComparison.Ordinal);
            (await browser.PostAsync(form, "token=" + await other.TokenAsync())).Is(HttpStatusCode.Forbidden);
        }
        var payment = await host.Api.PaymentAsync(browser.Id);
        Assert.Equal("pending", payment.Text("status"));
        Assert.Null(payment["review"].GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencodedx")]
    public async Task Another_kind_of_body_is_not_read(string? type)
    {
        var (_, browser) = await OpenAsync();
        (await browser.PostAsync("cancel", "token=" + await browser.TokenAsync(), type)).Is(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_long_body_is_refused_whether_or_not_it_tells_its_length()
    {
        var (_, browser) = await OpenAsync();
        var body = Encoding.ASCII.GetBytes("token=" + await browser.TokenAsync() + "&x=" + new string('y', 8 * 1024));

        (await browser.PostAsync("cancel", Encoding.ASCII.GetString(body))).Is(HttpStatusCode.RequestEntityTooLarge);

        using var request = new HttpRequestMessage(HttpMethod.Post,
            browser.Address("/cancel")) { Content = new StreamContent(new MemoryStream(body)) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        using var answer = await browser.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("pending", await browser.StateAsync());
    }

    [Fact]
    public async Task A_form_that_a_middleware_of_the_host_has_read_still_counts()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock, map: app =>
        {
            app.Use(async (context, next) =>
            {
                if (context.Request.HasFormContentType)
                    await context.Request.ReadFormAsync();
                await next();
            });
            app.MapQrisPayments();
        }));
        var browser = new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!);

        (await browser.SubmitAsync("cancel")).Is(HttpStatusCode.SeeOther);

        Assert.Equal("cancelled", await browser.StateAsync());
    }

    [Fact]
    public async Task Where_money_is_real_none_can_be_simulated()
    {
        var host = await StartAsync(("QrisPayments:Mode", "Live"));
        var browser = new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!);

        Assert.DoesNotContain("/simulate", await browser.PageAsync(), StringComparison.Ordinal);
        (await browser.SubmitAsync("simulate")).Is(HttpStatusCode.NotFound);
        Assert.Equal("pending", await browser.StateAsync());
    }

    [Fact]
    public async Task Reading_changes_nothing()
    {
        var (host, browser) = await OpenAsync();
        var before = await host.Api.PaymentAsync(browser.Id);
        foreach (var page in new[] { "", "/status", "/qr.svg", "/qr.png", "/receipt", "/receipt.txt", "/cancel", "/claim", "/simulate" })
        {
            using var _ = await browser.Http.GetAsync(browser.Address(page));
            using var head = await browser.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, browser.Address(page)));
        }
        Assert.Equal(before.Body, (await host.Api.PaymentAsync(browser.Id)).Body);
    }

    private async Task<(TestHost Host, CheckoutClient Browser)> OpenAsync()
    {
        var host = await StartAsync();
        return (host, new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!));
    }
}
