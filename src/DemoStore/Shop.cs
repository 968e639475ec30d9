using DemoStore.Cart;
using DemoStore.Database;
using DemoStore.Languages;
using DemoStore.Orders;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DemoStore;

/// <summary>The shop's own parts.</summary>
internal static class Shop
{
    public static WebApplicationBuilder AddShop(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRazorPages(options => options.Conventions.ConfigureFilter(new PageHeaders()));
        services.AddHttpContextAccessor();
        services.AddShopDatabase(builder.Configuration, builder.Environment);
        services.AddHostedService<OrderTables>();
        services.AddSingleton<OrderBook>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<Language>();
        services.AddScoped<BasketCookie>();
        services.AddScoped<MyOrders>();
        services.AddScoped<Till>();
        return builder;
    }

    public static WebApplication UseShop(this WebApplication app)
    {
        app.UseExceptionHandler("/oops/500");
        // A page for people; programs get the bare status.
        app.UseWhen(ForPeople, people => people.UseStatusCodePagesWithReExecute("/oops/{0}"));
        app.UseStaticFiles();
        app.Use(Language.Remember);
        app.UseRouting();
        app.MapRazorPages();
        return app;
    }

    private static bool ForPeople(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
