using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace QrisPayments.Gateways.Tests;

/// <summary>A request that reached a <see cref="GatewayStub"/>.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query as they were sent.</param>
/// <param name="Headers">Names know no case.</param>
/// <param name="Body">The body as text.</param>
internal sealed record StubRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json() => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The body as a form.</summary>
    public Dictionary<string, string> Form() => QueryHelpers.ParseQuery(Body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
}
