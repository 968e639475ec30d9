using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using QrisPayments.Plugins;
using QrisPayments.Web;

namespace QrisPayments.Facades;

/// <summary>
/// The routes of one facade at a place among the host's own. Routing does not fall through, so there is no catch-all: exactly
/// the declared paths, made anew with every change of the plugins.
/// </summary>
internal sealed class FacadeEndpointSource(string plugin, string mount, PluginHost plugins) : EndpointDataSource, IEndpointConventionBuilder
{
    /// <summary>After every route of the host, and before its fallback (<see cref="int.MaxValue"/>).</summary>
    private const int Order = 1_000_000;

    private readonly Lock _gate = new();
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _lastConventions = [];
    private ActiveFacade? _facade;
    private IReadOnlyList<Endpoint> _endpoints = [];

    public override IReadOnlyList<Endpoint> Endpoints
    {
        get
        {
            lock (_gate)
            {
                var facade = plugins.Current.FindFacade(plugin);
                if (ReferenceEquals(facade, _facade)) return _endpoints;
                _endpoints = facade is null ? [] : [.. facade.Routes.Patterns.Select(Make)];
                _facade = facade;
                return _endpoints;
            }
        }
    }

    public override IChangeToken GetChangeToken() => plugins.Changed();

    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    public void Finally(Action<EndpointBuilder> finallyConvention) => _lastConventions.Add(finallyConvention);

    private Endpoint Make(string pattern)
    {
        var endpoint = new RouteEndpointBuilder(AnswerAsync, RoutePatternFactory.Parse($"{mount}/{pattern}"),
            Order) { DisplayName = $"{plugin}: {mount}/{pattern}" };
        foreach (var convention in _conventions) convention(endpoint);
        foreach (var convention in _lastConventions) convention(endpoint);
        HostOptOut.Apply(endpoint);
        return endpoint.Build();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var whole = context.Request.Path.Value!;
        return context.RequestServices.GetRequiredService<FacadeDispatcher>()
            .AnswerAsync(context, plugin, whole[..mount.Length], whole[mount.Length..]);
    }
}
