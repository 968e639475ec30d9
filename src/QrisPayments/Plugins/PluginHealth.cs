namespace QrisPayments.Plugins;

/// <summary>How a plugin, or a part of it, is doing.</summary>
internal enum PluginCondition
{
    /// <summary>Nothing went wrong lately.</summary>
    Healthy,

    /// <summary>Something went wrong lately; it is still called.</summary>
    Failing,

    /// <summary>Too much went wrong: it is left alone for a while, then asked once.</summary>
    Open,
}

/// <summary>How one plugin is doing on this node.</summary>
/// <param name="Condition">The worst of its parts.</param>
/// <param name="OpenUntil">When the last of its open parts is asked again, UTC.</param>
/// <param name="InFlight">Calls that have begun and not ended.</param>
/// <param name="GivenUp">Those of them that were given up: they hold threads or memory until they end.</param>
/// <param name="Parts">The parts that were called so far.</param>
internal sealed record PluginHealth(
    PluginCondition Condition, DateTimeOffset? OpenUntil, int InFlight, int GivenUp, IReadOnlyList<PartHealth> Parts);

/// <summary>How one part of a plugin is doing.</summary>
internal sealed record PartHealth(string Part, PluginCondition Condition, DateTimeOffset? OpenUntil);

/// <summary>Something that went wrong in a plugin.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="What">What it was to do.</param>
/// <param name="Account">For which account.</param>
/// <param name="Message">What happened, without secrets, of bounded length.</param>
internal sealed record PluginFault(DateTimeOffset At, string What, string? Account, string Message);
