using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Authorization;

namespace QrisPayments.MvcHost;

/// <summary>
/// A shop that was there first and has habits of its own: views with a layout, pages, global filters, authentication with a
/// fallback policy, JSON in another spelling, another culture, a catch-all page. The one line must fit in without any of
/// them noticing.
/// </summary>
public sealed class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            .AddControllersWithViews(options =>
            {
                options.Filters.Add<HostFilter>();
                options.Filters.Add(new AuthorizeFilter());
                options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
            })
            .AddJsonOptions(options => options.JsonSerializerOptions.PropertyNamingPolicy = null);
        builder.Services.AddRazorPages();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = null;
            options.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.WriteAsString;
        });
        builder.Services.AddAuthentication(HeaderAuthentication.Scheme)
            .AddScheme<HeaderAuthenticationOptions, HeaderAuthentication>(HeaderAuthentication.Scheme, null);
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

        var app = builder.Build();
        app.UseRequestLocalization("id-ID");
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDefaultControllerRoute();
        app.MapRazorPages();
        app.MapFallback(() => "the shop's own catch-all");
        // A test compares the shop with and without us.
        if (app.Configuration["WithoutQris"] is null)
            app.MapQrisPayments();
        app.Run();
    }
}
