using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.MidtransMiddleware.Wire;

/// <summary>
/// What <c>POST /charge</c> answers: <c>201</c> with the first two; the shape of its errors is not documented, these are what Flask and
/// Midtrans write.
/// </summary>
internal sealed record ChargeAnswer
{
    public string? RedirectUrl { get; init; }

    public string? Token { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Error { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Message { get; init; }

    public IReadOnlyList<string>? ErrorMessages { get; init; }

    /// <summary>Why it rejected the request, as far as it says.</summary>
    public string? Reason => Message ?? (ErrorMessages is { Count: > 0 } ? string.Join(" ", ErrorMessages) : Error);
}
