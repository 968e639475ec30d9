using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg.Wire;

/// <summary>
/// What <c>check-payment.php</c> answers: a payment, flat or under <c>data</c>, or <c>{success:false, error}</c>. We answer it flat.
/// </summary>
internal sealed record CheckPaymentAnswer
{
    public bool Success { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? InvoiceId { get; init; }

    /// <summary><c>pending</c>, <c>paid</c>, <c>expired</c> or <c>cancelled</c>.</summary>
    public string? Status { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? Amount { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter)), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? FinalAmount { get; init; }

    public string? PaymentMethod { get; init; }

    /// <summary>Western Indonesian Time without a zone (WIRE B8), like <see cref="ExpiresAt"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PaidAt { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter)), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PaidReffNum { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ExpiresAt { get; init; }

    /// <summary>The same, one level down, as some clients have seen it.</summary>
    public CheckPaymentAnswer? Data { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Error { get; init; }

    /// <summary>In place of <see cref="Error"/>, sometimes.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Message { get; init; }
}
