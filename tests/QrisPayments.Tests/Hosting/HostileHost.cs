using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.MvcHost;
using QrisPayments.Tests.Facades;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>What stands around the module.</summary>
public enum HostKind
{
    /// <summary>Nothing but the one line.</summary>
    Plain,

    /// <summary>All middleware behind routing, as the templates have it.</summary>
    Hostile,

    /// <summary>What can run before routing does, and sees no endpoint.</summary>
    HostileBeforeRouting,
}

/// <summary>
/// A host that has switched on all that ASP.NET Core offers around an endpoint, each in the way that is worst for a guest in its process.
/// </summary>
internal static class HostileHost
{
    public const string LostPage = "the host's page for what is lost";
    public const string CatchAll = "the host's catch-all";

    /// <summary>Shorter than a stream of events, and than a gateway that takes its time.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromMilliseconds(1500);

    /// <summary>Until a host of this kind would have ended a request of its own.</summary>
    public static Task OutlastAsync(HostKind kind) =>
        Task.Delay(kind == HostKind.Plain ? TimeSpan.Zero : RequestTimeout + TimeSpan.FromMilliseconds(500));

    /// <summary>The console's policies, by names in <c>X-User</c>.</summary>
    public static readonly (string, string?)[] ConsolePolicies =
    [
        ("QrisPayments:Console:ViewerPolicy", "look"), ("QrisPayments:Console:OperatorPolicy", "own"),
        ("QrisPayments:Console:OwnerPolicy", "own"),
    ];

    public static Task<TestHost> StartAsync(
        HostKind kind, Database database, Testing.FakeClock clock, IEnumerable<(string, string?)> settings,
        FakeLogCollector? log = null) =>
        TestHost.StartAsync(database, clock, [.. settings, .. ConsolePolicies], builder =>
        {
            if (log is not null) builder.LogTo(log);
            AddSignIn(builder);
            if (kind != HostKind.Plain) AddAll(builder);
        }, app =>
        {
            if (kind == HostKind.Plain) app.UseAuthentication().UseAuthorization();
            else UseAll(app, beforeRouting: kind == HostKind.HostileBeforeRouting);
            app.MapQrisPayments();
            app.MapQrisGateway(Kasir.Id, "/kasir");
            app.Map("/lost", context =>
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return context.Response.WriteAsync(LostPage);
            }).AllowAnonymous();
            app.MapGet("/own", () => Guid.NewGuid().ToString()).AllowAnonymous();
            app.MapFallback(() => CatchAll).AllowAnonymous();
        });

    private static void AddSignIn(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(HeaderAuthentication.Scheme)
            .AddScheme<HeaderAuthenticationOptions, HeaderAuthentication>(HeaderAuthentication.Scheme, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("look", policy => policy.RequireUserName("owner"))
            .AddPolicy("own", policy => policy.RequireUserName("owner"))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void AddAll(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));
        services.AddResponseCaching();
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "text/plain", "text/css", "application/json", "application/problem+json",
                "text/event-stream"];
        });
        services.AddRequestDecompression();
        services.AddAntiforgery(options => options.Cookie.Name = "host-antiforgery");
        services.AddRateLimiter(options => options.GlobalLimiter =
            PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetConcurrencyLimiter("all",
                _ => new ConcurrencyLimiterOptions { PermitLimit = 200 })));
        services.AddLocalization();
        services.AddCors(options => options.AddDefaultPolicy(policy =>
            policy.SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowAnyMethod().AllowCredentials()));
        services.AddHsts(options => options.ExcludedHosts.Clear());
        services.AddDistributedMemoryCache();
        services.AddSession();
        services.AddHttpLogging(options =>
        {
            options.LoggingFields = HttpLoggingFields.All;
            foreach (var header in new[] { "Authorization", "X-Api-Key", "X-Key", "Cookie" }) options.RequestHeaders.Add(header);
        });
        services.AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = RequestTimeout });
        services.AddControllersWithViews(options =>
        {
            options.Filters.Add(new AuthorizeFilter());
            options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
        }).AddJsonOptions(options => options.JsonSerializerOptions.PropertyNamingPolicy = null);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = null;
            options.SerializerOptions.WriteIndented = true;
            options.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.WriteAsString;
        });
    }

    private static void UseAll(WebApplication app, bool beforeRouting)
    {
        if (!beforeRouting) app.UseRouting();
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All });
        app.UseDeveloperExceptionPage();
        app.UseHsts();
        app.UseStatusCodePagesWithReExecute("/lost");
        app.UseHttpLogging();
        app.UseResponseCompression();
        app.UseResponseCaching();
        app.UseRequestDecompression();
        // Decimals with a comma, and an i that has no dot when it is small.
        var turkish = new RequestCulture(CultureInfo.GetCultureInfo("tr-TR"));
        app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = turkish, SupportedCultures = [turkish.Culture], SupportedUICultures = [turkish.Culture],
        });
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseSession();
        if (beforeRouting) app.UseOutputCache().UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        if (!beforeRouting) app.UseOutputCache();
    }
}
