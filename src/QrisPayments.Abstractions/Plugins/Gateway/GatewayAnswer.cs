namespace QrisPayments.Plugins;

/// <summary>What came back from a gateway: exactly one of the nested records.</summary>
public abstract record GatewayAnswer<T>
{
    private GatewayAnswer() { }

    /// <summary>JSON of the expected shape. Gateways reject requests in JSON, too: check <see cref="StatusCode"/> and the body.</summary>
    public sealed record Answered : GatewayAnswer<T>
    {
        /// <summary>The gateway answered with this status and body.</summary>
        public Answered(int statusCode, T body) => (StatusCode, Body) = (statusCode, body);

        /// <summary>The HTTP status.</summary>
        public int StatusCode { get; init; }

        /// <summary>The body.</summary>
        public T Body { get; init; }
    }

    /// <summary>The request certainly did nothing: it was never sent, or was turned away before the gateway looked at it (429).</summary>
    public sealed record NotDone : GatewayAnswer<T>
    {
        /// <summary>The request certainly did nothing.</summary>
        public NotDone(string message, TimeSpan? retryAfter = null) => (Message, RetryAfter) = (message, retryAfter);

        /// <summary>What went wrong, for the operator; no secrets.</summary>
        public string Message { get; init; }

        /// <summary>How long the gateway asks to be left alone; null when it does not say.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>It is not known what the request did: no answer in time, half an answer, HTML instead of JSON, a redirect.</summary>
    public sealed record Unclear : GatewayAnswer<T>
    {
        /// <summary>It is not known what the request did.</summary>
        public Unclear(string message) => Message = message;

        /// <summary>What went wrong, for the operator; no secrets.</summary>
        public string Message { get; init; }

        /// <summary>The HTTP status; null when no answer came.</summary>
        public int? StatusCode { get; init; }

        /// <summary>
        /// The status alone says that the request was rejected, whatever the body reads (a wrong key, a wrong path). Not among these:
        /// 408 and 409, where the request may have done something already.
        /// </summary>
        public bool IsRefusal => StatusCode is 400 or 401 or 402 or 403 or 404 or 405 or 406 or 410 or 413 or 414 or 415 or 422;
    }

    /// <summary>
    /// The result of a create whose answer neither confirms nor rejects it in the gateway's own words: rejected when the request
    /// certainly did nothing, otherwise unknown.
    /// </summary>
    public OpenResult ToOpenResult() => this switch
    {
        NotDone notDone => new OpenResult.Rejected("gateway_unavailable", notDone.Message),
        Unclear unclear => new OpenResult.Unknown(unclear.Message),
        _ => new OpenResult.Unknown(Unexpected),
    };

    /// <summary>
    /// The gateway answered what it was asked, however oddly: it neither failed (5xx) nor turned the caller away (401, 403, 408, 429).
    /// </summary>
    public bool IsAnswer => this is Answered { StatusCode: < 500 and not (401 or 403 or 408 or 429) };

    /// <summary>
    /// The result of a status query whose answer does not say how the attempt stands: unreadable where the gateway answered
    /// (<see cref="IsAnswer"/>), otherwise unknown, with the time to leave the gateway alone.
    /// </summary>
    public StatusResult ToStatusResult() => this switch
    {
        _ when IsAnswer => new StatusResult.Unreadable(Unexpected),
        NotDone notDone => new StatusResult.Unknown(notDone.Message, notDone.RetryAfter),
        Unclear unclear => new StatusResult.Unknown(unclear.Message),
        _ => new StatusResult.Unknown(Unexpected),
    };

    private string Unexpected => $"The gateway answered {(this as Answered)?.StatusCode} with JSON that does not say what was asked.";
}
