using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Plugins;

/// <summary>A plugin's code that was let go and is still in memory.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="Version">The version that lingers, which may not be the one that runs now.</param>
/// <param name="Since">When it was let go, by the system's clock.</param>
internal sealed record LingeringPlugin(string Id, string Version, DateTimeOffset Since);

/// <summary>Lets go of what a new catalog no longer holds: parts are disposed of, and a plugin's code leaves the memory.</summary>
internal sealed class PluginUnloader(ILogger<PluginUnloader> logger)
{
    /// <summary>How often it is looked whether calls under way have ended.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<WeakReference, LingeringPlugin> _released = new();

    /// <summary>
    /// How long work that began with the former catalog may still call what it holds. A whole create takes at most 25 s.
    /// </summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Calls that have not ended after this never will, and code that is still in memory after it is pinned there, most likely by the
    /// plugin itself.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What does not leave the memory.</summary>
    public IReadOnlyList<LingeringPlugin> Lingering
    {
        get
        {
            foreach (var gone in _released.Keys.Where(context => !context.IsAlive).ToList()) _released.TryRemove(gone, out _);
            return [.. _released.Values.Where(plugin => TimeProvider.System.GetUtcNow() - plugin.Since > Timeout)];
        }
    }

    /// <summary>Returns at once; what is disposed of and unloaded waits for <see cref="Grace"/> and for calls under way.</summary>
    public void Retire(PluginCatalog before, PluginCatalog after)
    {
        var kept = Parts(after).Concat(Loaded(after)).ToHashSet(ReferenceEqualityComparer.Instance);
        var retired = new List<Task>();
        var anyGone = false;
        foreach (var plugin in Loaded(before))
        {
            var parts = Parts(before, plugin.Manifest.Id).Where(part => !kept.Contains(part)).ToList();
            var isGone = !kept.Contains(plugin);
            if (isGone || parts.Count > 0) retired.Add(RetireAsync(plugin, parts, isGone));
            anyGone |= isGone;
        }
        if (anyGone) _ = CollectAsync(Task.WhenAll(retired));
    }

    /// <summary>The host stops: there are no more calls.</summary>
    public async Task EndAsync(PluginCatalog last)
    {
        await DisposeAsync(Parts(last));
        foreach (var plugin in Loaded(last)) Release(plugin);
    }

    private void Release(LoadedPlugin plugin)
    {
        _released[new WeakReference(plugin.Context)] = new LingeringPlugin(plugin.Manifest.Id, plugin.Manifest.Version,
            TimeProvider.System.GetUtcNow());
        plugin.Context.Unload();
        logger.LogInformation("Plugin {Id} {Version} was unloaded", plugin.Manifest.Id, plugin.Manifest.Version);
    }

    private async Task RetireAsync(LoadedPlugin plugin, List<object> parts, bool isGone)
    {
        // Only what has to be disposed of is held meanwhile.
        parts.RemoveAll(part => part is not (IAsyncDisposable or IDisposable));
        await Task.Delay(Grace);
        for (var waited = TimeSpan.Zero; waited < Timeout && plugin.InFlight > 0; waited += LookAgain) await Task.Delay(LookAgain);
        await DisposeAsync(parts);
        // Not before: a call under way may need one of the plugin's own libraries for the first time, and what is unloaded loads nothing.
        if (isGone) Release(plugin);
    }

    /// <summary>
    /// In a quiet shop it may be hours until the next full collection, and until then there is no telling whether the code is pinned.
    /// Without blocking, and only after an operator's change.
    /// </summary>
    private async Task CollectAsync(Task retired)
    {
        await retired;
        for (var i = 0; i < 3 && _released.Keys.Any(context => context.IsAlive); i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Default, blocking: false);
            await Task.Delay(Timeout / 6);
        }
        foreach (var plugin in Lingering)
            logger.LogWarning("Plugin {Id} {Version} was unloaded but is still in memory; a restart frees it", plugin.Id, plugin.Version);
    }

    private async Task DisposeAsync(IEnumerable<object> parts)
    {
        foreach (var part in parts.Where(part => part is IAsyncDisposable or IDisposable))
        {
            try
            {
                var ended = await PluginThread.RunAsync("qris-plugin: dispose", () =>
                {
                    if (part is IAsyncDisposable asynchronously) return asynchronously.DisposeAsync().AsTask();
                    ((IDisposable)part).Dispose();
                    return Task.CompletedTask;
                });
                await ended.WaitAsync(PluginThread.TimeBox);
            }
            // It is out of use all the same.
            catch (Exception exception)
            {
                logger.LogWarning("A {Part} of a plugin failed while it was disposed of: {Failure}", part.GetType().Name,
                    exception is PluginFailedException ? exception.Message : exception.GetType().Name);
            }
        }
    }

    private static IEnumerable<LoadedPlugin> Loaded(PluginCatalog catalog) =>
        catalog.Installed.Select(plugin => plugin.Loaded).OfType<LoadedPlugin>();

    private static IEnumerable<object> Parts(PluginCatalog catalog) =>
        Loaded(catalog).SelectMany(plugin => Parts(catalog, plugin.Manifest.Id));

    /// <summary>Everything that was made of a plugin for this catalog, its objects before what they were given.</summary>
    private static IEnumerable<object> Parts(PluginCatalog catalog, string pluginId) =>
        catalog.Filters.Where(filter => filter.PluginId == pluginId).Select(filter => filter.Filter)
            .Concat(catalog.Handlers.Where(handler => handler.PluginId == pluginId).Select(handler => handler.Handler))
            .Concat(catalog.Facades.Where(facade => facade.PluginId == pluginId).Select(facade => facade.Facade))
            .Concat(catalog.Accounts.Where(account => account.PluginId == pluginId)
                .Select(account => (account.Account ?? account.LeftOut?.Account)?.Provider).OfType<object>())
            .Concat(catalog.Accounts.Where(account => account.PluginId == pluginId)
                .Select(account => account.Services?.Http).OfType<object>());
}
