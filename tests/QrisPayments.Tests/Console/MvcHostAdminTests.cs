using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Console;

/// <summary>The console in an MVC shop with log-in, fallback policy, global antiforgery and an antiforgery set-up of its own.</summary>
public sealed class MvcHostAdminTests(SqliteFile database) : IClassFixture<SqliteFile>, IAsyncLifetime
{
    private readonly List<IDisposable> _owned = [];

    public Task InitializeAsync() => database.ResetAsync();

    public Task DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned)) owned.Dispose();
        return Task.CompletedTask;
    }

    private ConsoleBrowser Browser(string? user, CookieSecurePolicy cookie = CookieSecurePolicy.None)
    {
        var bare = new WebApplicationFactory<MvcHost.Program>();
        var shop = bare.WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Development");
            foreach (var (key, value) in TestHost.Settings(database.ConnectionString, ("QrisPayments:Console:OwnerPolicy", "own")))
                builder.UseSetting(key, value);
            builder.ConfigureServices(services =>
            {
                services.AddAuthorizationBuilder()
                    .AddPolicy("own", policy => policy.RequireAssertion(context => context.User.Identity?.Name is "siti" or "rina"));
                services.AddAntiforgery(
                    options => (options.FormFieldName, options.Cookie.Name, options.Cookie.SecurePolicy) = ("shop-antiforgery", "shop-af",
                        cookie));
            });
        });
        _owned.AddRange([bare, shop]);
        return new ConsoleBrowser(shop.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }), user);
    }

    [Fact]
    public async Task The_owner_works_with_the_shops_own_log_in_and_antiforgery()
    {
        using var siti = Browser("siti");

        Assert.Equal("/qris/admin/plugins?said=reloaded", ConsoleBrowser.Goal(await siti.SubmitAsync("/plugins", "/plugins")));

        var page = await siti.PageAsync("/plugins");
        Assert.Contains("name=\"shop-antiforgery\"", page, StringComparison.Ordinal);
        Assert.Contains("<b><bdi>siti</bdi></b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("the shop's own layout", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_the_owner_is_asked_to_log_in_or_refused()
    {
        (await Browser(null).GetAsync("/plugins")).Is(HttpStatusCode.Unauthorized);
        var refused = (await Browser("budi").GetAsync("/plugins")).Is(HttpStatusCode.Forbidden);
        Assert.Contains("You have no access", refused.Body, StringComparison.Ordinal);
        Assert.False(refused.Response.Headers.Contains("X-Host-Filter"));
    }

    [Fact]
    public async Task A_token_of_one_person_is_worth_nothing_to_another()
    {
        using var siti = Browser("siti");
        var token = ConsoleBrowser.Token().Match(await siti.PageAsync("/plugins"));
        siti.Http.DefaultRequestHeaders.Remove("X-User");
        siti.Http.DefaultRequestHeaders.Add("X-User", "rina");

        // Another owner in the same browser, so the cookie fits and the role does.
        (await siti.PostAsync("/plugins", (token.Groups[1].Value, token.Groups[2].Value))).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_shop_that_allows_its_antiforgery_cookie_on_https_only_says_so_instead_of_failing()
    {
        var answer = (await Browser("siti", CookieSecurePolicy.Always).GetAsync("/plugins")).Is(HttpStatusCode.BadRequest);
        Assert.Contains("Open it over https", answer.Body, StringComparison.Ordinal);
    }
}
