using QrisPayments.Settings;

namespace QrisPayments.Plugins;

/// <summary>
/// Sends a value through the filters of running plugins, in their order. One that fails, answers nothing, takes too long or
/// changes what is not its to change is passed over: the value goes on as it was before it.
/// </summary>
internal sealed class PluginFilters(PluginHost plugins)
{
    private static readonly TimeSpan TimeBox = TimeSpan.FromSeconds(2);

    public bool Any<TValue>() => plugins.Current.Filters.Any(filter => filter.Value == typeof(TValue));

    /// <summary>The value that goes on.</summary>
    /// <param name="value">What comes in.</param>
    /// <param name="copy">A copy that a filter may do with as it likes, also after its time.</param>
    /// <param name="accept">
    /// Takes from a filter's answer what filters may change, copied so that nothing of the plugin's own (a list, a text made when it
    /// is read) goes on with it. It throws a <see cref="PluginAnswerException"/> that says what may not be.
    /// </param>
    /// <param name="cancellationToken">The caller's own.</param>
    public async Task<TValue> ApplyAsync<TValue>(
        TValue value, Func<TValue, TValue> copy, Func<TValue, TValue, TValue> accept, CancellationToken cancellationToken)
        where TValue : class
    {
        foreach (var active in plugins.Current.Filters)
        {
            if (active.Value != typeof(TValue)) continue;
            var (before, given) = (value, copy(value));
            var call = new PluginCall($"filter {typeof(TValue).Name}", $"filter {typeof(TValue).Name}", TimeBox);
            var answer = await active.Guard.RunAsync(
                call,
                async token => accept(before, await ((IFilter<TValue>)active.Filter).ApplyAsync(given, token)
                    ?? throw new PluginAnswerException("It answered nothing.")),
                cancellationToken);
            if (answer is PluginAnswer<TValue>.Given { Value: var changed }) value = changed;
        }
        return value;
    }
}
