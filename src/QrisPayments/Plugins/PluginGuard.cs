namespace QrisPayments.Plugins;

/// <summary>Stands between the module and one plugin's code.</summary>
internal sealed class PluginGuard(string pluginId)
{
    private int _underWay;

    public string PluginId => pluginId;

    /// <summary>Calls into the plugin that have not come back. Nothing that they use is disposed of meanwhile.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Counts one call.</summary>
    public async Task<T> CountAsync<T>(Func<Task<T>> call)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            return await call();
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
