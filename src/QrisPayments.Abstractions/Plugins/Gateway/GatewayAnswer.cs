namespace QrisPayments.Plugins;

/// <summary>What came back from a gateway: exactly one of the nested records.</summary>
public abstract record GatewayAnswer<T>
{
    private GatewayAnswer() { }

    /// <summary>JSON of the expected shape. Gateways say no in JSON, too: look at <paramref name="StatusCode"/> and the body.</summary>
    public sealed record Answered(int StatusCode, T Body) : GatewayAnswer<T>;

    /// <summary>The request certainly did nothing: it never left, or was turned away before it was looked at (429).</summary>
    /// <param name="Message">For the operator; no secrets.</param>
    /// <param name="RetryAfter">How long the gateway wants to be left alone.</param>
    public sealed record NotDone(string Message, TimeSpan? RetryAfter = null) : GatewayAnswer<T>;

    /// <summary>Nobody knows what the request did: no answer in time, half an answer, HTML instead of JSON, a redirect (WIRE G4–G6).</summary>
    /// <param name="Message">For the operator; no secrets.</param>
    public sealed record Unclear(string Message) : GatewayAnswer<T>;
}
