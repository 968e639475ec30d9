using QrisPayments.Plugins;

namespace QrisPayments.Console;

/// <summary>How a test call ended.</summary>
internal abstract record TestResult
{
    private TestResult() { }

    /// <param name="Answer">What the provider answered.</param>
    /// <param name="Elapsed">How long it took.</param>
    public sealed record Answered(OpenResult Answer, TimeSpan Elapsed) : TestResult;

    /// <summary>All totals near the amount are taken by payments.</summary>
    public sealed record NoTotalFree : TestResult;

    /// <summary>A local provider did not get to it: the server is busy.</summary>
    public sealed record NotAsked : TestResult;
}
