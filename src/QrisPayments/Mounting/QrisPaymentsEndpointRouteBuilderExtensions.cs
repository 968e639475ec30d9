using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Admin;
using QrisPayments.Api;
using QrisPayments.Assets;
using QrisPayments.Checkout;
using QrisPayments.Mounting;
using QrisPayments.Webhooks;

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
            + "(WebApplication.CreateBuilder and the generic host register them by themselves; CreateSlimBuilder and CreateEmptyBuilder do not.)");
        module.IsMapped = true;

        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<QrisPaymentsOptions>>().Value;
        // A prefix that cannot be mapped is reported when the host starts, with all that is wrong.
        var group = endpoints.MapGroup(PrefixRule.IsPrefix(options.Prefix) ? options.Prefix : PrefixRule.Standard);
        // Each route checks by itself: a host's fallback policy neither hides the checkout nor opens the rest.
        group.AllowAnonymous();
        group.MapCheckout();
        group.MapAssets();
        group.MapWebhooks();
        group.MapApi(options.Mode);
        group.MapAdmin();
        // Within our prefix, nobody but us answers; not even a host's fallback page.
        group.Map("/{**rest}", NotFound);
        return group;
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
