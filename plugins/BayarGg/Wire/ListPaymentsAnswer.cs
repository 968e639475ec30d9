using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg.Wire;

/// <summary>What <c>list-payments.php</c> answers.</summary>
internal sealed record ListPaymentsAnswer
{
    public bool Success { get; init; }

    public IReadOnlyList<ListedPayment>? Data { get; init; }

    public Pagination? Pagination { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Error { get; init; }

    /// <summary>In place of <see cref="Error"/>, sometimes.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Message { get; init; }
}

/// <summary>One payment of the list.</summary>
internal sealed record ListedPayment
{
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? InvoiceId { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? Amount { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter)), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? FinalAmount { get; init; }

    public string? Status { get; init; }

    public string? PaymentMethod { get; init; }

    /// <summary>Null until paid; that it is there all the same is what we answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PaidAt { get; init; }

    public string? CreatedAt { get; init; }
}

/// <summary>Where in the list this page stands.</summary>
internal sealed record Pagination
{
    public int? Page { get; init; }

    public int? Limit { get; init; }

    public int? Total { get; init; }

    public int? TotalPages { get; init; }
}
