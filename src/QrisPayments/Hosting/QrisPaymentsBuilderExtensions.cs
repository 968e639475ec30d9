using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QrisPayments;
using QrisPayments.Foundation;
using QrisPayments.Hosting;
using QrisPayments.Notifications;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers QrisPayments by hand.</summary>
public static class QrisPaymentsBuilderExtensions
{
    /// <summary>
    /// Registers the services. Needed only with <c>CreateSlimBuilder</c> and <c>CreateEmptyBuilder</c>, for which the
    /// package cannot do it by itself, and for hosts that run background work without mapping pages. Calling it twice is
    /// harmless.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">Changes settings after the section <c>QrisPayments</c> was read.</param>
    public static TBuilder AddQrisPayments<TBuilder>(this TBuilder builder, Action<QrisPaymentsOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddQrisPayments(configure);
        return builder;
    }

    /// <inheritdoc cref="AddQrisPayments{TBuilder}(TBuilder, Action{QrisPaymentsOptions}?)"/>
    public static IServiceCollection AddQrisPayments(this IServiceCollection services, Action<QrisPaymentsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddQrisPaymentsCore();
        // Not in the registration itself: the package's own call must not make an unused module ask for a database.
        services.AddSingleton(new AddedByHand());
        if (configure is not null) services.Configure(configure);
        return services;
    }

    /// <summary>
    /// Registers a handler for the outcomes of payments. Registering one twice is harmless. All nodes of a shop run the
    /// same handlers.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="order">
    /// Lower is delivered first when several wait, plugins' handlers included; handlers do not wait for each other.
    /// </param>
    public static IServiceCollection AddPaymentHandler<THandler>(this IServiceCollection services, int order = 0) where THandler : class,
    IPaymentHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ImplementationInstance is HandlerRegistration known && known.Type == typeof(THandler)))
            services.AddSingleton(new HandlerRegistration(typeof(THandler), order));
        services.TryAddScoped<THandler>();
        return services;
    }
}
