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

    /// <summary>JSON that was written with the plugin's own source-generated context (WIRE: reflection pins a plugin in memory).</summary>
    public static FacadeAnswer Json(int status, ReadOnlyMemory<byte> utf8) => new() { Status = status, Body = utf8 };

    /// <inheritdoc cref="Json(int, ReadOnlyMemory{byte})"/>
    public static FacadeAnswer Json(int status, string json) => Json(status, Encoding.UTF8.GetBytes(json));

    /// <summary>A redirect that is made a GET (302).</summary>
    public static FacadeAnswer Redirect(string location) => new() { Status = 302, Location = location, ContentType = "text/plain; charset=utf-8" };

    /// <summary>An image.</summary>
    public static FacadeAnswer Image(QrImage image) => new() { Status = 200, Body = image.Bytes, ContentType = image.ContentType };
}

/// <summary>A drawn QR code.</summary>
public sealed record QrImage(ReadOnlyMemory<byte> Bytes, string ContentType);

/// <summary>What is refused, and why. The facade gives it the gateway's shape.</summary>
/// <param name="Status">400, 401, 404, 405, 413, 429 or 503.</param>
/// <param name="Message">In English, for the client; holds nothing secret.</param>
/// <param name="RetryAfter">When trying again makes sense; the module sets the header by itself.</param>
public sealed record FacadeRefusal(int Status, string Message, TimeSpan? RetryAfter = null);
