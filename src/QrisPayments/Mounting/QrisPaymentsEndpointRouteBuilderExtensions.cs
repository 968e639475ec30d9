using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Api;
using QrisPayments.Assets;
using QrisPayments.Checkout;
using QrisPayments.Mounting;

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

        var (prefix, mode) = ReadSettings(endpoints.ServiceProvider);
        var group = endpoints.MapGroup(prefix);
        // Each route checks by itself: a host's fallback policy neither hides the checkout nor opens the rest.
        group.AllowAnonymous();
        group.MapCheckout();
        group.MapAssets();
        group.MapApi(mode);
        // Within our prefix, nobody but us answers; not even a host's fallback page.
        group.Map("/{**rest}", NotFound);
        return group;
    }

    // Settings that cannot be read are reported when the host starts, with all others.
    private static (string Prefix, PaymentMode Mode) ReadSettings(IServiceProvider services)
    {
        try
        {
            var options = services.GetRequiredService<IOptions<QrisPaymentsOptions>>().Value;
            return (PrefixRule.IsPrefix(options.Prefix) ? options.Prefix : PrefixRule.Standard, options.Mode);
        }
        catch (InvalidOperationException)
        {
            return (PrefixRule.Standard, PaymentMode.Live);
        }
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
