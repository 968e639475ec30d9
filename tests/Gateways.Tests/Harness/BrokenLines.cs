namespace QrisPayments.Gateways.Tests;

/// <summary>What a gateway answers when it answers nothing that counts (WIRE G4–G6).</summary>
public static class BrokenLines
{
    /// <summary>Names of answers after which nobody knows what the gateway did.</summary>
    public static TheoryData<string> Unclear { get; } =
        ["challenge page", "maintenance page", "nothing", "moved", "half", "cut", "silence", "other shape", "too long", "null", "no object",
            "failed server"];

    internal static GatewayReply Reply(string name) => name switch
    {
        "challenge page" => GatewayReply.Html("<!DOCTYPE html><title>Just a moment...</title>"),
        "maintenance page" => GatewayReply.Html("<html><body>503 Service Unavailable</body></html>", 503),
        "nothing" => GatewayReply.Json(""),
        "moved" => GatewayReply.Moved("https://elsewhere.example/api/"),
        "half" => GatewayReply.Json("""{"status":"success","data":{}}""").CutInTheMiddle(),
        "cut" => GatewayReply.Cut,
        "silence" => GatewayReply.Silence,
        "other shape" => GatewayReply.Json("""[1,2,3]"""),
        "too long" => GatewayReply.Json($$"""{"padding":"{{new string('x', (1 << 20) + 1)}}"}"""),
        "null" => GatewayReply.Json("null"),
        "no object" => GatewayReply.Json("\"success\""),
        "failed server" => GatewayReply.Json("""{"detail":"Internal Server Error"}""", 500),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>Long enough for a stub on loopback, short enough for a test that waits for nothing.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(700);
}
