namespace QrisPayments.Gateways.Tests;

/// <summary>What a gateway answers to one request.</summary>
internal sealed record GatewayReply
{
    public int StatusCode { get; init; } = 200;

    public string Body { get; init; } = "";

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public LineFault Line { get; init; }

    /// <summary>The connection breaks before a byte of the answer is there.</summary>
    public static GatewayReply Cut { get; } = new() { Line = LineFault.Cut };

    /// <summary>The gateway takes the request and never answers.</summary>
    public static GatewayReply Silence { get; } = new() { Line = LineFault.Silence };

    public static GatewayReply Json(string body, int statusCode = 200) => new() { Body = body, StatusCode = statusCode };

    public static GatewayReply Html(string body, int statusCode = 200) => new() { Body = body, StatusCode = statusCode, ContentType = "text/html" };

    /// <summary>Somewhere else, as web servers say it.</summary>
    public static GatewayReply Moved(string location, int statusCode = 301) =>
        new() { StatusCode = statusCode, Body = "<html>Moved</html>", ContentType = "text/html", Headers = new Dictionary<string, string> { ["Location"] = location } };

    public static GatewayReply TooMany(int retryAfterSeconds) =>
        new() { StatusCode = 429, Body = "slow down", ContentType = "text/plain", Headers = new Dictionary<string, string> { ["Retry-After"] = $"{retryAfterSeconds}" } };

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
