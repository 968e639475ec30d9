namespace QrisPayments.Plugins;

/// <summary>A webhook as it was received.</summary>
public sealed record WebhookRequest
{
    /// <summary>Header names are case-insensitive; several values of one name are joined by ", ".</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The query's parameters.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The body, byte for byte; at most 1 MB.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it was received, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>
    /// The attempt whose own address (<see cref="OpenRequest.WebhookUrl"/>) was called, found by the secret token in the path;
    /// null when the account's common address was called.
    /// </summary>
    public OpenedAttempt? Attempt { get; init; }

    /// <summary>
    /// The path segment after the account's common address, unless it is an attempt's token: some gateways put a secret key there. Null
    /// when there is no such segment.
    /// </summary>
    public string? PathKey { get; init; }
}
