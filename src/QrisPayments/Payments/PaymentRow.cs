using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>A payment and its current attempt as one query reads them.</summary>
internal record PaymentRow
{
    /// <summary>Every column that <see cref="ToPayment"/> needs, of a payment p and its current attempt a. End it with FROM.</summary>
    public const string Columns = """
        SELECT p.id AS Id, p.app AS App, p.order_id AS OrderId, p.status AS Status, p.version AS Version, p.livemode AS LiveMode,
               p.amount AS Amount, p.description AS Description, p.customer_name AS CustomerName, p.customer_email AS CustomerEmail,
               p.customer_phone AS CustomerPhone, p.items AS Items, p.metadata AS Metadata, p.callback_url AS CallbackUrl,
               p.callback_shape AS CallbackShape,
               p.redirect_url AS RedirectUrl, p.wanted_provider AS WantedProvider, p.wanted_method AS WantedMethod,
               p.expires_in AS ExpiresIn, p.attempt_id AS AttemptId, p.paid_at AS PaidAt, p.paid_amount AS PaidAmount,
               p.refunded_amount AS RefundedAmount, p.refund_reserved AS RefundReserved,
               p.late AS Late, p.review AS Review, p.form_token AS FormToken, p.fee AS AskedFee, p.replaces AS Replaces,
               p.replaced_by AS ReplacedBy, p.waits_for AS WaitsFor, p.created_at AS CreatedAt,
               a.state AS AttemptState, a.provider AS Provider, a.method AS Method, a.unique_code AS UniqueCode,
               a.total_amount AS TotalAmount, a.provider_ref AS ProviderRef, a.qr_payload AS QrPayload,
               a.payer_types_amount AS PayerTypesAmount, a.provider_url AS ProviderUrl, a.instructions AS Instructions,
               a.expires_at AS ExpiresAt, a.shown_at AS ShownAt
        """;

    /// <summary>The same with its FROM. End it with WHERE.</summary>
    public const string Select = Columns + """

        FROM qris_payments p LEFT JOIN qris_attempts a ON a.id = p.attempt_id
        """;

    public string Id { get; init; } = "";
    public string App { get; init; } = "";
    public string OrderId { get; init; } = "";
    public string Status { get; init; } = "";
    public long Version { get; init; }
    public bool LiveMode { get; init; }
    public long Amount { get; init; }
    public string? Description { get; init; }
    public string? CustomerName { get; init; }
    public string? CustomerEmail { get; init; }
    public string? CustomerPhone { get; init; }
    public string? Items { get; init; }
    public string? Metadata { get; init; }
    public string? CallbackUrl { get; init; }
    public string? CallbackShape { get; init; }
    public string? RedirectUrl { get; init; }
    public string? WantedProvider { get; init; }
    public string? WantedMethod { get; init; }
    public int ExpiresIn { get; init; }
    public string? AttemptId { get; init; }
    public DateTime? PaidAt { get; init; }
    public long? PaidAmount { get; init; }
    public long RefundedAmount { get; init; }
    public long RefundReserved { get; init; }
    public bool Late { get; init; }
    public string? Review { get; init; }
    public string FormToken { get; init; } = "";
    public long AskedFee { get; init; }
    public string? Replaces { get; init; }
    public string? ReplacedBy { get; init; }
    public string? WaitsFor { get; init; }

    /// <summary>Of a payment that is being made alone: it is written, counted, and never read.</summary>
    public string? Visitor { get; init; }
    public DateTime CreatedAt { get; init; }
    public string? AttemptState { get; init; }
    public string? Provider { get; init; }
    public string? Method { get; init; }
    public int UniqueCode { get; init; }
    public long TotalAmount { get; init; }
    public string? ProviderRef { get; init; }
    public string? QrPayload { get; init; }
    public bool PayerTypesAmount { get; init; }
    public string? ProviderUrl { get; init; }
    public string? Instructions { get; init; }
    public DateTime? ExpiresAt { get; init; }
    public DateTime? ShownAt { get; init; }

    /// <summary>What can still be given back, whole rupiah; 0 before it is paid.</summary>
    public long Refundable => (PaidAmount ?? 0) - RefundedAmount - RefundReserved;

    /// <summary>It can be paid, and its code has not left the module: what lets it out notes that first (<see cref="ShownPayments"/>).</summary>
    public bool IsUnshown => AttemptState == AttemptStates.Open && Status == Statuses.Pending && ShownAt is null;

    /// <summary>No payer's data, and no secret.</summary>
    public sealed override string ToString() => Id;

    /// <summary>The attempt was opened once. Before that, and when nobody knows, its total and QR are nobody's business.</summary>
    private bool WasOpened => AttemptState is AttemptStates.Open or AttemptStates.Paid or AttemptStates.Expired or AttemptStates.Cancelled;

    public Payment ToPayment(string paymentUrl)
    {
        var opened = WasOpened;
        // What ended before it was shown never is: its total may be another's by now (UnshownTotals).
        var told = opened && (ShownAt is not null || AttemptState is AttemptStates.Open or AttemptStates.Paid);
        var payable = told && Status == Statuses.Pending;
        return new Payment
        {
            Id = Id,
            OrderId = OrderId,
            App = App.Length == 0 ? null : App,
            Status = Statuses.Parse(Status),
            Review = Review,
            LiveMode = LiveMode,
            Amount = Amount,
            UniqueCode = told ? UniqueCode : null,
            // The app's own, and what a gateway put on top beyond our own code (WIRE B3): shown, never recomputed.
            Fee = told ? TotalAmount - Amount - UniqueCode : AskedFee,
            TotalAmount = told ? TotalAmount : null,
            Provider = opened ? Provider : WantedProvider,
            Method = opened ? Method : WantedMethod,
            QrString = payable ? QrPayload : null,
            PayerTypesAmount = payable && PayerTypesAmount,
            ProviderUrl = payable ? ProviderUrl : null,
            Instructions = payable && Instructions is { } said ? CleanText.Of(said) : null,
            ExpiresAt = opened ? ExpiresAt.FromDb() : null,
            CreatedAt = CreatedAt.FromDb(),
            PaidAt = PaidAt.FromDb(),
            PaidAmount = PaidAmount,
            RefundedAmount = RefundedAmount,
            Late = Late,
            Description = Description,
            Customer = CustomerName is null && CustomerEmail is null && CustomerPhone is null
                ? null
                : new Customer { Name = CustomerName, Email = CustomerEmail, Phone = CustomerPhone },
            Items = ReadItems(),
            CallbackUrl = CallbackUrl,
            RedirectUrl = RedirectUrl,
            Metadata = Metadata is null
                ? new Dictionary<string, string>()
                : JsonSerializer.Deserialize<Dictionary<string, string>>(Metadata)!,
            ReplacedBy = ReplacedBy,
            Replaces = Replaces,
            WaitsFor = Status == Statuses.Pending && AttemptId is null ? WaitsFor : null,
            Version = Version,
            PaymentUrl = paymentUrl,
        };
    }

    public IReadOnlyList<PaymentItem> ReadItems() => Items is null ? [] : JsonSerializer.Deserialize<List<PaymentItem>>(Items)!;
}
