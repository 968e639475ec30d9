using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Api;
using QrisPayments.Checkout;
using QrisPayments.Console;
using QrisPayments.Facades;
using QrisPayments.Foundation;
using QrisPayments.Gateways;
using QrisPayments.Hosting;
using QrisPayments.Plugins;
using QrisPayments.Receipts;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mounts QrisPayments in a host.</summary>
public static class QrisPaymentsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Mounts checkout, webhooks and the merchant API under <c>QrisPayments:Prefix</c> (<c>/qris</c>). Nothing outside the
    /// prefix changes. Settings are checked when the host starts.
    /// </summary>
    /// <param name="endpoints">The host's routes.</param>
    /// <returns>The group of all routes of the module.</returns>
    /// <exception cref="InvalidOperationException">The services are missing; the message says what to add.</exception>
    public static IEndpointConventionBuilder MapQrisPayments(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var module = endpoints.ServiceProvider.GetService<ModuleState>() ?? throw new InvalidOperationException(
            "QrisPayments is mapped but its services are not registered. Add 'builder.AddQrisPayments();' before 'builder.Build()'. "
            + "(WebApplication.CreateBuilder and the generic host register them by themselves; "
            + "CreateSlimBuilder and CreateEmptyBuilder do not.)");
        module.IsMapped = true;

        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<QrisPaymentsOptions>>().Value;
        // A prefix that cannot be mapped is reported when the host starts, with all that is wrong.
        var group = endpoints.MapGroup(ModuleOptionsRules.IsPrefix(options.Prefix) ? options.Prefix : ModuleOptionsRules.DefaultPrefix);
        group.OptOutOfHost();
        var payment = group.MapGroup("/pay/{id}");
        payment.MapCheckout();
        payment.MapReceipts();
        group.MapAssets();
        group.MapWebhooks();
        group.MapFacades();
        group.MapApi(options.Mode);
        group.MapAdmin();
        // Within its prefix only the module answers, not even a host's fallback page.
        group.Map("/{**rest}", NotFound);
        return group;
    }

    /// <summary>
    /// Mounts a gateway's own API, as one of the plugins answers it, at another place than <c>{prefix}/gateways/{plugin}</c>: at the root,
    /// so that a client needs another host name only. Exactly the paths that the plugin declares are mounted, behind those of the host: a
    /// page of the host's own keeps its path. They appear and vanish with the plugin.
    /// </summary>
    /// <param name="endpoints">The host's routes; <see cref="MapQrisPayments"/> is called besides.</param>
    /// <param name="plugin">The id of a plugin that has a facade.</param>
    /// <param name="path">Where, such as <c>/</c> or <c>/pay-api</c>.</param>
    /// <exception cref="InvalidOperationException">The services are missing.</exception>
    /// <exception cref="ArgumentException">The path is invalid.</exception>
    public static IEndpointConventionBuilder MapQrisGateway(this IEndpointRouteBuilder endpoints, string plugin, string path = "/")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(plugin);
        if (path != "/" && !ModuleOptionsRules.IsPrefix(path))
            throw new ArgumentException($"'{path}' must be / or a path such as /pay-api.", nameof(path));
        var module = endpoints.ServiceProvider.GetService<ModuleState>() ?? throw new InvalidOperationException(
            "A gateway is mapped but the services of QrisPayments are not registered. "
            + "Add 'builder.AddQrisPayments();' before 'builder.Build()'.");
        module.IsMapped = true;
        var source = new FacadeEndpointSource(plugin, path == "/" ? "" : path, endpoints.ServiceProvider.GetRequiredService<PluginHost>());
        endpoints.DataSources.Add(source);
        return source;
    }

    private static Task NotFound(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? Notices.NotFoundAsync(new PaymentRequest(context))
            : ApiAnswer.Problem(StatusCodes.Status404NotFound, "not_found", "There is nothing at this address.").WriteAsync(context);
}
