namespace QrisPayments.Testing;

/// <summary>
/// Answers of a gateway that say nothing about the payment. Debug and challenge pages repeat the request with its secrets.
/// </summary>
internal static class GatewayFaults
{
    public static GatewayReply ServerError(StubRequest request) =>
        GatewayReply.Json($$"""{"message":"Internal Server Error","trace":{{Quoted(request)}}}""", 500);

    public static GatewayReply Page(StubRequest request) =>
        GatewayReply.Html($"<!DOCTYPE html><html><title>Just a moment...</title><pre>{Echo(request)}</pre></html>");

    public static GatewayReply Empty(StubRequest _) => GatewayReply.Json("");

    public static GatewayReply Broken(StubRequest request) => GatewayReply.Json($"{{\"status\": true, \"data\": {Echo(request)} ,,");

    public static GatewayReply TooManyRequests(StubRequest _) =>
        GatewayReply.Json("""{"message":"Too Many Requests"}""", 429) with
        {
            Headers = new Dictionary<string, string> { ["Retry-After"] = "7" },
        };

    /// <summary>JSON, but not this gateway's.</summary>
    public static IReadOnlyList<string> OtherShapes { get; } =
        ["{}", "[]", "null", "\"ok\"", "12", """{"status":true,"data":null}""", """{"ok":true,"result":{"items":[1,2,3]}}""",
        new string('[', 2_000) + new string(']', 2_000)];

    /// <summary>All that stands for no answer, by what happened.</summary>
    public static IReadOnlyList<(string What, Func<StubRequest, GatewayReply> Reply)> All { get; } =
    [
        .. NoAnswer(),
        .. OtherShapes.Select(
            shape => ($"JSON of another shape ({(shape.Length > 60 ? "nested 2,000 deep" : shape)})",
                (Func<StubRequest, GatewayReply>)(_ => GatewayReply.Json(shape)))),
    ];

    /// <summary>Those that say nothing about any payment: the whole gateway is in trouble.</summary>
    public static IReadOnlyList<(string What, Func<StubRequest, GatewayReply> Reply)> NoAnswer() =>
    [
        ("a server error (500)", ServerError),
        ("a web page with status 200", Page),
        ("a web page with status 503", request => Page(request) with { StatusCode = 503 }),
        ("an empty body", Empty),
        ("broken JSON", Broken),
        ("a broken connection", _ => GatewayReply.Cut),
    ];

    private static string Echo(StubRequest request) =>
        $"{request.Method} "
            + $"{request.Target}\n{string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value}"))}\n{request.Body}";

    private static string Quoted(StubRequest request) => $"\"{System.Text.Json.JsonEncodedText.Encode(Echo(request))}\"";
}
