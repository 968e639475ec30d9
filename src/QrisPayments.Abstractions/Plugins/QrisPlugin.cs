namespace QrisPayments.Plugins;

/// <summary>The entry point of a plugin assembly: says what the plugin brings.</summary>
/// <remarks>
/// The plugin runs from memory, so that its folder can be replaced while it runs: <c>Assembly.Location</c> is empty. What a
/// plugin throws is caught, and what it does not return from is left alone, but a stack overflow, running out of memory or
/// <c>Environment.FailFast</c> end the whole process, and nothing in .NET can catch them. It leaves the memory when it is
/// switched off, unless something keeps it there: a thread or timer of its own, a static event of the framework, reflection-based
/// System.Text.Json, or <c>System.ComponentModel.DataAnnotations.Validator</c> on its types.
/// </remarks>
public abstract class QrisPlugin
{
    /// <summary>Declares the parts. Called once per load, and given up after 5 seconds; keep it free of I/O.</summary>
    public abstract void Configure(IPluginBuilder builder);
}
