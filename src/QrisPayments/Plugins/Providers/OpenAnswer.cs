using QrisPayments.Settings;

namespace QrisPayments.Plugins.Providers;

/// <summary>What came of asking a provider to open an attempt.</summary>
internal abstract record OpenAnswer
{
    private OpenAnswer() { }

    public sealed record Given(OpenResult Result) : OpenAnswer;

    /// <summary>A local provider did not get to it. It reached no gateway, so it may simply be asked again.</summary>
    public sealed record NotAsked : OpenAnswer;
}
