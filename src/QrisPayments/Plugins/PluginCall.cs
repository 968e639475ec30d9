using QrisPayments.Settings;

namespace QrisPayments.Plugins;

/// <summary>A call into a plugin.</summary>
/// <param name="Part">
/// The part of the plugin that is called (an account, a filter, a handler): each has its own breaker, so that a filter which works
/// does not hide a gateway that does not. Null for what happens once, such as making a part.
/// </param>
/// <param name="What">What it is to do, for the reader of a fault: <c>open attempt att_…</c>.</param>
/// <param name="TimeBox">How long the caller waits in all.</param>
internal sealed record PluginCall(string? Part, string What, TimeSpan TimeBox)
{
    /// <summary>The account that it is for.</summary>
    public string? Account { get; init; }

    /// <summary>How long it may run once it has begun, whatever the wait before; null for what is left of <see cref="TimeBox"/>.</summary>
    public TimeSpan? RunBox { get; init; }
}

/// <summary>How a call into a plugin ended: exactly one of the nested records.</summary>
internal abstract record PluginAnswer<T>
{
    private PluginAnswer() { }

    /// <summary>The plugin answered.</summary>
    public sealed record Given(T Value) : PluginAnswer<T>;

    /// <summary>It threw, or answered what cannot be.</summary>
    /// <param name="Message">For the operator; secrets are cut out.</param>
    public sealed record Failed(string Message) : PluginAnswer<T>;

    /// <summary>It began and did not end in time. What it does from here on is not heard.</summary>
    public sealed record TimedOut(string Message) : PluginAnswer<T>;

    /// <summary>Not a line of the plugin ran, and none will.</summary>
    public sealed record NotBegun(string Message) : PluginAnswer<T>;

    /// <summary>What went wrong, or null.</summary>
    public string? Problem => this switch
    {
        Failed failed => failed.Message,
        TimedOut late => late.Message,
        NotBegun not => not.Message,
        _ => null,
    };
}

/// <summary>A plugin answered what cannot be; the message is shown to the operator.</summary>
internal sealed class PluginAnswerException(string message) : Exception(message);
