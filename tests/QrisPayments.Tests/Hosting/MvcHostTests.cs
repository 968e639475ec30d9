using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Codec;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>
/// The one line in an MVC shop with habits of its own, started by <c>WebApplicationFactory</c>: services come from the
/// hosting start-up that the build targets put into the shop's assembly.
/// </summary>
public sealed class MvcHostTests(SqliteFile database) : IClassFixture<SqliteFile>, IAsyncLifetime
{
    private readonly List<IDisposable> _owned = [];

    public Task InitializeAsync() => database.ResetAsync();

    public Task DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            owned.Dispose();
        return Task.CompletedTask;
    }

    private WebApplicationFactory<MvcHost.Program> Shop(params (string, string?)[] settings)
    {
        var bare = new WebApplicationFactory<MvcHost.Program>();
        var factory = bare.WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Development");
            foreach (var (key, value) in TestHost.Settings(database.ConnectionString, settings))
                builder.UseSetting(key, value);
        });
        _owned.AddRange([bare, factory]);
        return factory;
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/qris/api/v1/payments")
        {
            Content = new StringContent(ApiClient.NewPayment().ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", "demo-key");
        var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, body);
        return JsonDocument.Parse(body).RootElement;
    }

    [Fact]
    public async Task The_api_keeps_its_own_spelling_whatever_the_shops_json_and_culture_are()
    {
        using var client = Shop().CreateClient();

        var payment = await CreateAsync(client);

        Assert.Equal(JsonValueKind.Number, payment.GetProperty("total_amount").ValueKind);
        Assert.Equal("IDR", payment.GetProperty("currency").GetString());
    }

    [Fact]
    public async Task Checkout_is_open_to_everybody_in_a_shop_that_asks_everybody_to_log_in()
    {
        using var client = Shop().CreateClient();
        var payment = await CreateAsync(client);

        var page = await client.GetAsync(new Uri(payment.GetProperty("payment_url").GetString()!).PathAndQuery);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("the shop's own layout", html, StringComparison.Ordinal);
        Assert.Contains(Rupiah.Digits(payment.GetProperty("total_amount").GetInt64()), html, StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("X-Host-Filter"));
    }

    [Theory]
    [InlineData("/", "the shop's own view")]
    [InlineData("/About", "the shop's own page")]
    public async Task The_shops_pages_keep_their_layout_their_filters_and_their_lock(string path, string content)
    {
        using var client = Shop().CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(path)).StatusCode);

        client.DefaultRequestHeaders.Add("X-User", "siti");
        var page = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.True(page.Headers.Contains("X-Host-Filter"));
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("the shop's own layout", html, StringComparison.Ordinal);
        Assert.Contains(content, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shops_catch_all_keeps_what_is_its_and_gets_nothing_under_our_prefix()
    {
        using var client = Shop().CreateClient();
        client.DefaultRequestHeaders.Add("X-User", "siti");

        Assert.Equal("the shop's own catch-all", await client.GetStringAsync("/anything/else"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/qris/nothing/here")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/qris/api/v1/nothing")).StatusCode);
    }

    [Fact]
    public void All_that_we_add_lies_under_our_prefix()
    {
        static List<string?> Patterns(WebApplicationFactory<MvcHost.Program> shop) =>
            shop.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
                .Select(e => e.RoutePattern.RawText).ToList();

        var with = Patterns(Shop());
        var without = Patterns(Shop(("WithoutQris", "yes")));

        var added = with.ToList();
        foreach (var pattern in without)
            Assert.True(added.Remove(pattern), $"The shop lost {pattern}.");
        Assert.NotEmpty(added);
        Assert.All(added, pattern => Assert.StartsWith("/qris", "/" + pattern?.TrimStart('/'), StringComparison.Ordinal));
    }

    [Fact]
    public void Neither_MapRazorPages_nor_MapControllers_of_the_shop_sees_anything_of_ours()
    {
        var actions = Shop().Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items;

        Assert.Equal(["/About"], actions.OfType<PageActionDescriptor>().Select(p => p.ViewEnginePath));
        Assert.All(actions.OfType<ControllerActionDescriptor>(),
            a => Assert.Equal(typeof(MvcHost.Program).Assembly, a.ControllerTypeInfo.Assembly));
        Assert.NotEmpty(actions.OfType<ActionDescriptor>());
    }
}
