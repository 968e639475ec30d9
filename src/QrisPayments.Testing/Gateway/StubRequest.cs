namespace QrisPayments.Testing;

/// <summary>A request that reached a <see cref="GatewayStub"/>.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">Path and query as they were sent.</param>
/// <param name="Headers">Names know no case.</param>
/// <param name="Body">The body as text.</param>
public sealed record StubRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
