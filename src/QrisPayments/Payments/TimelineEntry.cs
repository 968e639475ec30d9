using System.Text.Json;

namespace QrisPayments.Payments;

/// <summary>One event as the API writes it.</summary>
internal sealed record TimelineEntry(string Id, string Type, string At, long Version, JsonElement? Data);
