namespace QrisPayments.Plugins;

/// <summary>A request to a facade.</summary>
public sealed record FacadeRequest
{
    /// <summary>In capitals; HEAD arrives as GET.</summary>
    public required string Method { get; init; }

    /// <summary>The values of the route's names in braces, decoded.</summary>
    public IReadOnlyDictionary<string, string> Route { get; init; } = new Dictionary<string, string>();

    /// <summary>The query's parameters; names are case-insensitive, of several values the last counts (as in PHP).</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Header names are case-insensitive; several values of one name are joined by ", ".</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body, byte for byte; at most 1 MB.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// The body without the UTF-8 byte order mark that some clients put before their JSON: what parses JSON may pass over it
    /// (RFC 8259 §8.1), and a sale must not fail at it.
    /// </summary>
    public ReadOnlyMemory<byte> BodyWithoutMark => Body.Span.StartsWith("\uFEFF"u8) ? Body[3..] : Body;

    /// <summary>The media type alone, in lower case (<c>application/json</c>); null when none was sent.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// The fields of a body that is <c>application/x-www-form-urlencoded</c> or <c>multipart/form-data</c>; empty otherwise. Names are
    /// case-sensitive, of several values the last counts.
    /// </summary>
    public IReadOnlyDictionary<string, string> Form { get; init; } = new Dictionary<string, string>();

    /// <summary>The files of a <c>multipart/form-data</c> body by field name.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>When it arrived, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>
    /// Where the facade is mounted, as the client named it; absolute, ends with a slash: <c>new Uri(request.Root, "pay?invoice=…")</c>.
    /// </summary>
    public required Uri Root { get; init; }

    /// <summary>What stands behind <c>Bearer</c> in the header <c>Authorization</c>, or null.</summary>
    public string? BearerKey =>
        Headers.TryGetValue("Authorization", out var header) && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && header["Bearer ".Length..].Trim() is { Length: > 0 } key ? key : null;
}
