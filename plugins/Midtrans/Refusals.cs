using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>What a "no" to an opening means.</summary>
internal static class Refusals
{
    /// <summary>Reads one.</summary>
    /// <param name="code">The answer's own status code, which may differ from the HTTP status.</param>
    /// <param name="reason">Why, as far as Midtrans says.</param>
    public static OpenResult Of(string? code, string? reason) => code switch
    {
        "401" or "403" => new OpenResult.Rejected("credentials_refused",
            "Midtrans refuses the server key. Sandbox and production have different keys."),
        "402" => new OpenResult.Rejected("method_unavailable",
            $"Midtrans has not switched this way to pay on for your account{Colon(reason)}."),
        "202" => new OpenResult.Rejected("denied", $"Midtrans denied the payment{Colon(reason)}."),
        "429" => new OpenResult.Rejected("unavailable", "Midtrans asks for fewer requests."),
        // The order is new, so what is there already is ours: something on the way asked twice (WIRE W6).
        "406" or "408" or "409" => new OpenResult.Unknown($"Midtrans says that this order exists already, or gave up on it ({code})."),
        ['4', _, _] => new OpenResult.Rejected("refused", $"Midtrans refused the payment ({code}{Colon(reason)})."),
        _ => new OpenResult.Unknown($"Midtrans failed ({Short(code)}{Colon(reason)})."),
    };

    /// <summary>A gateway's text in a message for the operator.</summary>
    public static string Short(string? text) => text is null or "" ? "nothing" : text.Length > 200 ? text[..200] : text;

    private static string Colon(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : $": {Short(reason)}";
}
