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
    public sealed record Unclear(string Message) : GatewayAnswer<T>
    {
        /// <summary>The HTTP status, when an answer came at all.</summary>
        public int? StatusCode { get; init; }

        /// <summary>
        /// The status alone says that the request was turned away as it stood, whatever the page below it reads (a wrong key, a
        /// wrong path). Not among these: 408 and 409, where something may be there already.
        /// </summary>
        public bool IsRefusal => StatusCode is 400 or 401 or 402 or 403 or 404 or 405 or 406 or 410 or 413 or 414 or 415 or 422;
    }

    /// <summary>
    /// What a create came to when this is not the answer that a gateway gives to one that worked, nor a refusal in its own words:
    /// rejected when the request certainly did nothing, else unknown.
    /// </summary>
    public OpenResult ToOpenResult() => this switch
    {
        NotDone notDone => new OpenResult.Rejected("gateway_unavailable", notDone.Message),
        Unclear unclear => new OpenResult.Unknown(unclear.Message),
        _ => new OpenResult.Unknown(Unexpected),
    };

    /// <summary>What a status query came to when this is not an answer about the attempt: unknown, with the time to leave the gateway alone.</summary>
    public StatusResult ToStatusResult() => this switch
    {
        NotDone notDone => new StatusResult.Unknown(notDone.Message, notDone.RetryAfter),
        Unclear unclear => new StatusResult.Unknown(unclear.Message),
        _ => new StatusResult.Unknown(Unexpected),
    };

    private string Unexpected => $"The gateway answered {(this as Answered)?.StatusCode} with JSON that does not say what was asked.";
}
