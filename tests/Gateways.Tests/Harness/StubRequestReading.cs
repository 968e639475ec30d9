using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace QrisPayments.Gateways.Tests;

/// <summary>What a gateway was asked, in the two shapes that these gateways take.</summary>
internal static class StubRequestReading
{
    /// <summary>The body as JSON.</summary>
    public static JsonElement Json(this StubRequest request) => JsonSerializer.Deserialize<JsonElement>(request.Body);

    /// <summary>The body as a form.</summary>
    public static Dictionary<string, string> Form(this StubRequest request) =>
        QueryHelpers.ParseQuery(request.Body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
}
