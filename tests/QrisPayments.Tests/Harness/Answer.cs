using System.Net;
using System.Text.Json;

namespace QrisPayments.Tests.Harness;

/// <summary>What came back over HTTP, read whole.</summary>
internal sealed class Answer(HttpStatusCode status, string body, HttpResponseMessage response)
{
    private JsonElement? _json;

    public HttpStatusCode Status => status;

    public string Body => body;

    public HttpResponseMessage Response => response;

    public string? ContentType => response.Content.Headers.ContentType?.MediaType;

    public JsonElement Json => _json ??= JsonDocument.Parse(body).RootElement;

    /// <summary>A member; a missing one fails with the whole body, so that the reader sees what came instead.</summary>
    public JsonElement this[string name] =>
        Json.TryGetProperty(name, out var value) ? value : throw new Xunit.Sdk.XunitException($"No member \"{name}\" in: {body}");

    public string? Text(string name) => this[name].GetString();

    public long Number(string name) => this[name].GetInt64();

    public DateTimeOffset Time(string name) => this[name].GetDateTimeOffset();

    public Answer Is(HttpStatusCode expected)
    {
        if (status != expected)
            throw new Xunit.Sdk.XunitException($"Expected {(int)expected} {expected}, got {(int)status} {status}: {Start(body)}");
        return this;
    }

    /// <summary>What the standards call a status (RFC 9110, 15; RFC 6585).</summary>
    private static readonly Dictionary<int, string> ReasonPhrases = new()
    {
        [400] = "Bad Request", [401] = "Unauthorized", [403] = "Forbidden", [404] = "Not Found", [405] = "Method Not Allowed",
        [409] = "Conflict", [413] = "Content Too Large", [415] = "Unsupported Media Type", [422] = "Unprocessable Content",
        [429] = "Too Many Requests", [503] = "Service Unavailable",
    };

    /// <summary>An RFC 9457 problem with this stable code, and for a fault of a field with the field.</summary>
    public Answer IsProblem(HttpStatusCode expected, string code, string? field = null)
    {
        Is(expected);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(code, Text("code"));
        Assert.Equal((int)expected, (int)Number("status"));
        Assert.Equal(ReasonPhrases[(int)expected], Text("title"));
        Assert.False(string.IsNullOrWhiteSpace(Text("detail")), body);
        Assert.NotNull(Text("type"));
        if (field is not null)
        {
            var errors = this["errors"].EnumerateArray().ToList();
            Assert.True(errors.Any(e => e.GetProperty("field").GetString() == field), $"No error for the field \"{field}\" in: {body}");
            Assert.All(errors, e =>
            {
                Assert.False(string.IsNullOrWhiteSpace(e.GetProperty("code").GetString()));
                Assert.False(string.IsNullOrWhiteSpace(e.GetProperty("message").GetString()));
            });
        }
        return this;
    }

    /// <summary>The member <c>data</c> of a list.</summary>
    public IReadOnlyList<JsonElement> Data => this["data"].EnumerateArray().ToList();

    private static string Start(string text) => text.Length <= 2000 ? text : text[..2000] + "…";
}
