using QrisPayments.Plugins;

namespace QrisPayments.Notifications;

/// <summary>
/// The handlers that this node has at this moment: the host's own and those of running plugins, by their names in the outbox.
/// </summary>
internal sealed class HandlerDirectory(IEnumerable<HandlerRegistration> registered, PluginHost plugins)
{
    /// <summary>What the targets of plugins begin with: <c>plugin:{id}/{name}</c>.</summary>
    public const string PluginPrefix = "plugin:";

    /// <summary>Whether a target is a plugin's handler.</summary>
    public static bool IsPlugin(string target) => target.StartsWith(PluginPrefix, StringComparison.Ordinal);

    private readonly Dictionary<string, HandlerRegistration> _host =
        registered.DistinctBy(handler => handler.Name).ToDictionary(handler => handler.Name, StringComparer.Ordinal);

    /// <summary>Lower order first.</summary>
    public IReadOnlyList<string> Targets =>
        [.. _host.Values.Select(handler => (Target: handler.Name, handler.Order))
            .Concat(plugins.Current.Handlers.Select(handler => (handler.Target, handler.Order)))
            .OrderBy(handler => handler.Order).Select(handler => handler.Target)];

    public Type? Host(string target) => _host.GetValueOrDefault(target)?.Type;

    public ActiveHandler? Plugin(string target) => plugins.Current.Handlers.FirstOrDefault(handler => handler.Target == target);
}
