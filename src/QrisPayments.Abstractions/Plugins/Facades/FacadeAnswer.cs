using System.Text;

namespace QrisPayments.Plugins;

/// <summary>An answer of a facade. It is never cached and never sniffed.</summary>
public sealed record FacadeAnswer
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The body; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>The header <c>Location</c>, for a redirect.</summary>
    public string? Location { get; init; }

    /// <summary>The header <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// JSON. Write it with the plugin's own source-generated context: serializing by reflection would keep the plugin in memory.
    /// </summary>
    public static FacadeAnswer Json(int status, ReadOnlyMemory<byte> utf8) => new() { Status = status, Body = utf8 };

    /// <inheritdoc cref="Json(int, ReadOnlyMemory{byte})"/>
    public static FacadeAnswer Json(int status, string json) => Json(status, Encoding.UTF8.GetBytes(json));

    /// <summary>A redirect that the client follows with a GET (302).</summary>
    public static FacadeAnswer Redirect(string location) =>
        new() { Status = 302, Location = location, ContentType = "text/plain; charset=utf-8" };

    /// <summary>An image.</summary>
    public static FacadeAnswer Image(QrImage image) => new() { Status = 200, Body = image.Bytes, ContentType = image.ContentType };
}

/// <summary>What a facade refuses, and why. <see cref="IGatewayFacade.Refuse"/> gives it the gateway's shape.</summary>
public sealed record FacadeRefusal
{
    /// <summary>A refusal with this status and reason.</summary>
    public FacadeRefusal(int status, string message, TimeSpan? retryAfter = null) =>
        (Status, Message, RetryAfter) = (status, message, retryAfter);

    /// <summary>400, 401, 404, 405, 413, 429 or 503.</summary>
    public int Status { get; init; }

    /// <summary>In English, for the client; holds nothing secret.</summary>
    public string Message { get; init; }

    /// <summary>How long to wait before trying again, where that helps. The module sets the header.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
