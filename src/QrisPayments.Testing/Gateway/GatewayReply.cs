using System.Globalization;

namespace QrisPayments.Testing;

/// <summary>What a gateway answers to one request.</summary>
public sealed record GatewayReply
{
    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>The body as the gateway writes it.</summary>
    public string Body { get; init; } = "";

    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    internal LineFault Line { get; init; }

    /// <summary>The connection breaks before a byte of the answer is there.</summary>
    public static GatewayReply Cut { get; } = new() { Line = LineFault.Cut };

    /// <summary>The gateway takes the request and never answers.</summary>
    public static GatewayReply Silence { get; } = new() { Line = LineFault.Silence };

    /// <summary>JSON.</summary>
    public static GatewayReply Json(string body, int statusCode = 200) => new() { Body = body, StatusCode = statusCode };

    /// <summary>A web page.</summary>
    public static GatewayReply Html(string body, int statusCode = 200) =>
        new() { Body = body, StatusCode = statusCode, ContentType = "text/html" };

    /// <summary>A redirect, as web servers send it.</summary>
    /// <param name="location">The address, absolute or relative.</param>
    /// <param name="statusCode">The HTTP status, 300 to 399.</param>
    public static GatewayReply Moved(string location, int statusCode = 301) =>
        Html("<html>Moved</html>", statusCode) with { Headers = new Dictionary<string, string> { ["Location"] = location } };

    /// <summary>Fewer requests, please: 429.</summary>
    /// <param name="retryAfterSeconds">How long the gateway wants to be left alone.</param>
    public static GatewayReply TooMany(int retryAfterSeconds) => new()
    {
        StatusCode = 429, Body = "slow down", ContentType = "text/plain",
        Headers = new Dictionary<string, string> { ["Retry-After"] = retryAfterSeconds.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>The same, but the connection breaks in the middle of the body.</summary>
    public GatewayReply CutInTheMiddle() => this with { Line = LineFault.Half };
}

internal enum LineFault
{
    None,
    Cut,
    Half,
    Silence,
}
