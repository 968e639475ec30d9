namespace QrisPayments.Plugins;

/// <summary>
/// Runs a plugin's synchronous code where it holds nothing up: on a thread of its own that is given up after a while. (A
/// thread cannot be stopped; one that hangs stays until the process ends, and its plugin in memory with it.)
/// </summary>
internal static class PluginThread
{
    /// <summary>What is done here is free of I/O and takes milliseconds; more is a hang.</summary>
    public static readonly TimeSpan TimeBox = TimeSpan.FromSeconds(5);

    /// <summary>What <paramref name="work"/> answers.</summary>
    /// <exception cref="PluginFailedException">It threw, or did not return in time.</exception>
    public static async Task<T> RunAsync<T>(string what, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(work());
            }
            // Whatever a plugin throws is an answer to its caller.
            catch (Exception exception)
            {
                done.SetException(PluginFailedException.Of(exception));
            }
        }) { IsBackground = true, Name = what };
        // Without the caller's context, which would keep what the plugin stores in it.
        thread.UnsafeStart();
        try
        {
            return await done.Task.WaitAsync(TimeBox);
        }
        catch (TimeoutException) when (!done.Task.IsCompleted)
        {
            throw new PluginFailedException($"It did not return within {TimeBox.TotalSeconds} seconds");
        }
    }
}
