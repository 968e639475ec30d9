using System.Net.Http.Json;
using System.Text.Json;

namespace QrisPayments.Simulation.Actors;

/// <summary>An answer that came through.</summary>
internal sealed record Answer(int Status, JsonElement Body)
{
    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) == true
            ? await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)
            : default;
        return new Answer((int)response.StatusCode, body);
    }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A problem's stable code.</summary>
    public string? Code => Text("code");

    public string? Text(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public long? Number(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64()
            : null;

    public override string ToString() => $"{Status} {(Body.ValueKind == JsonValueKind.Undefined ? "" : Body.GetRawText())}";
}
