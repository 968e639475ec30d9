using System.Reflection;

namespace QrisPayments.Plugins;

/// <summary>
/// A plugin failed, told as text: its own exception would keep it in memory, and reading an exception's message runs code of
/// whoever threw it.
/// </summary>
internal sealed class PluginFailedException : Exception
{
    public PluginFailedException(string message, string? kind = null, string details = "") : base(message) =>
        (Kind, Details) = (kind ?? message, details);

    /// <summary>What happened, without what the plugin says of it: that may quote a secret which is not known yet.</summary>
    public string Kind { get; }

    /// <summary>The whole of it, for a log in which the plugin is debugged.</summary>
    public string Details { get; }

    /// <summary>To be called where the plugin may run.</summary>
    public static PluginFailedException Of(Exception exception)
    {
        // Reflection wraps what a constructor throws.
        while (exception is TargetInvocationException { InnerException: { } inner }) exception = inner;
        try
        {
            return new PluginFailedException($"{exception.GetType().Name}: {exception.Message}", exception.GetType().FullName,
                exception.ToString());
        }
        catch (Exception)
        {
            return new PluginFailedException($"{exception.GetType().Name}, whose message cannot be read", exception.GetType().FullName);
        }
    }
}
