namespace QrisPayments.Gateways;

/// <summary>How gateways are asked (<c>QrisPayments:Polling</c>).</summary>
public sealed class PollingOptions
{
    /// <summary>How often a node looks for something to ask, 50 ms to 1 minute. How often a gateway is asked is not a setting.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);
}
