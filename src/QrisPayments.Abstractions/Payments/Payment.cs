namespace QrisPayments;

/// <summary>
/// A payment as it stands at the moment it was read. Money is whole rupiah, time is UTC.
/// Until an attempt is open (<c>preparing</c>), total, unique code, QR and expiry are null.
/// </summary>
public sealed record Payment
{
    /// <summary><c>pay_</c> and 128 random bits. Knowing the id is enough to see the checkout page.</summary>
    public required string Id { get; init; }

    /// <summary>The shop's order number.</summary>
    public required string OrderId { get; init; }

    /// <summary>The code of the app that made it, or null when the shop's own process did.</summary>
    public string? App { get; init; }

    /// <summary>Where it stands.</summary>
    public required PaymentStatus Status { get; init; }

    /// <summary>The kind of the open review case (<c>late</c>, <c>claimed</c>, …), or null.</summary>
    public string? Review { get; init; }

    /// <summary>False in sandbox mode, where no real money moves.</summary>
    public bool LiveMode { get; init; }

    /// <summary>What the shop asked for.</summary>
    public required long Amount { get; init; }

    /// <summary>Rupiah added so that the total alone identifies the payment.</summary>
    public int? UniqueCode { get; init; }

    /// <summary>A fee that the payer carries on top, rupiah.</summary>
    public long Fee { get; init; }

    /// <summary>What the customer has to pay, to the rupiah.</summary>
    public long? TotalAmount { get; init; }

    /// <summary>The provider of the current attempt.</summary>
    public string? Provider { get; init; }

    /// <summary>The method of the current attempt, such as <c>qris</c>.</summary>
    public string? Method { get; init; }

    /// <summary>The QRIS payload to show; null before it is opened and for payments by redirect or instructions.</summary>
    public string? QrString { get; init; }

    /// <summary>True when the QR carries no amount: the payer types <see cref="TotalAmount"/> to the rupiah.</summary>
    public bool PayerTypesAmount { get; init; }

    /// <summary>Where the provider wants the customer sent, when it works by redirect.</summary>
    public string? ProviderUrl { get; init; }

    /// <summary>What the customer has to do, when the provider works by instructions.</summary>
    public string? Instructions { get; init; }

    /// <summary>Until when it may be paid.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the money moved, by the evidence.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>What was received.</summary>
    public long? PaidAmount { get; init; }

    /// <summary>What went back to the customer, rupiah: the sum of all refunds that are done. 0 without any.</summary>
    public long RefundedAmount { get; init; }

    /// <summary>The money came after the payment had ended, and the policy accepted it.</summary>
    public bool Late { get; init; }

    /// <summary>One line for the customer.</summary>
    public string? Description { get; init; }

    /// <summary>Who pays.</summary>
    public Customer? Customer { get; init; }

    /// <summary>What is paid for.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    /// <summary>The address that callbacks go to; null for none.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Where checkout leads back to.</summary>
    public string? RedirectUrl { get; init; }

    /// <summary>The shop's own notes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The id of the payment that took its place when the order changed, or null. Such a payment is <see cref="PaymentStatus.Cancelled"/>,
    /// or keeps the status with which it had ended before, but its order lives on.
    /// </summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The id of the payment whose place it took when the order changed, or null.</summary>
    public string? Replaces { get; init; }

    /// <summary>
    /// Why a pending payment has no attempt yet, although opening one was tried: <c>total</c>, every unique total near its amount is held;
    /// <c>provider</c>, no provider takes payments at this moment. Null otherwise. It is tried again until the payment expires.
    /// </summary>
    public string? WaitsFor { get; init; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; }

    /// <summary>
    /// The checkout page. Absolute when there is a request to learn the address from or <c>QrisPayments:PublicUrl</c> is
    /// set; otherwise a path on the shop's own host.
    /// </summary>
    public required string PaymentUrl { get; init; }
}
