using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>What a facade wants its client told of an event.</summary>
internal abstract record FacadeTelling
{
    private FacadeTelling() { }

    public sealed record Send(FacadeCallback Callback) : FacadeTelling;

    /// <summary>Its gateway does not tell of such events.</summary>
    public sealed record Nothing : FacadeTelling;

    /// <summary>It threw or took too long; it may be asked again.</summary>
    public sealed record Failed : FacadeTelling;
}
