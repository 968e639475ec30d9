using DemoStore.Cart;
using DemoStore.Database;
using DemoStore.Languages;
using DemoStore.Orders;
using Microsoft.AspNetCore.Mvc.RazorPages;
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
        services.AddScoped<OrderInHand>();
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
        app.Use(RefuseOddities);
        app.MapRazorPages();
        return app;
    }

    /// <summary>Pages know three methods, and forms come in UTF-8; Razor Pages would stumble over anything else.</summary>
    private static Task RefuseOddities(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is null) return next(context);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD, POST";
            return Task.CompletedTask;
        }
        if (request.HasFormContentType && request.GetTypedHeaders().ContentType?.Charset.Value is { Length: > 0 } charset
            && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }
        return next(context);
    }

    private static bool ForPeople(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
