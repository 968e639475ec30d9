namespace QrisPayments.Plugins;

/// <summary>A payment that was made through a facade.</summary>
public sealed record FacadePayment
{
    /// <summary>How the gateway's API names it.</summary>
    public required string Reference { get; init; }

    /// <summary>The payment.</summary>
    public required Payment Payment { get; init; }

    /// <summary>
    /// How it stands, in the states that every gateway has. A payment in review is pending until the review is resolved, since clients
    /// take an end as final; a failed payment is cancelled. One of <see cref="PaymentStatus.Pending"/>, <see cref="PaymentStatus.Paid"/>,
    /// <see cref="PaymentStatus.Expired"/> and <see cref="PaymentStatus.Cancelled"/>.
    /// </summary>
    public PaymentStatus State => Payment switch
    {
        { Status: PaymentStatus.Paid } => PaymentStatus.Paid,
        { Review: not null } => PaymentStatus.Pending,
        { Status: PaymentStatus.Failed } => PaymentStatus.Cancelled,
        var payment => payment.Status,
    };

    /// <summary>The gateway's own name of the method, as the create said it.</summary>
    public string? Method { get; init; }

    /// <summary>The facade's notes.</summary>
    public IReadOnlyDictionary<string, string> Notes => Payment.Metadata;

    /// <summary>The QR code as an image on our own host, absolute; null without a QR.</summary>
    public string? QrSvgUrl => Payment.QrString is null ? null : Payment.PaymentUrl + "/qr.svg";

    /// <inheritdoc cref="QrSvgUrl"/>
    public string? QrPngUrl => Payment.QrString is null ? null : Payment.PaymentUrl + "/qr.png";

    /// <summary>The reference that the provider behind gave to the attempt, if any.</summary>
    public string? ProviderRef { get; init; }

    /// <summary>The reference of the money that paid it; null until paid.</summary>
    public string? PaidReference { get; init; }
}

/// <summary>Which payments to list.</summary>
public sealed record FacadeQuery
{
    /// <summary>Part of the reference, description, customer's name, e-mail or phone.</summary>
    public string? Search { get; init; }

    /// <summary>In one of these states, as <see cref="FacadePayment.State"/> has them; empty means all.</summary>
    public IReadOnlyList<PaymentStatus> Statuses { get; init; } = [];

    /// <summary>Made with this method, by the gateway's own name.</summary>
    public string? Method { get; init; }

    /// <summary>Paid, and made with this method, by the gateway's own name.</summary>
    public string? PaidVia { get; init; }

    /// <summary>Made on this day in Western Indonesian Time, or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Made on this day in Western Indonesian Time, or earlier.</summary>
    public DateOnly? To { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>1–100.</summary>
    public int Limit { get; init; } = 20;
}

/// <summary>One page of a list.</summary>
public sealed record FacadePage
{
    /// <summary>The payments on this page, newest first.</summary>
    public required IReadOnlyList<FacadePayment> Payments { get; init; }

    /// <summary>How many payments there are on all pages.</summary>
    public required long Total { get; init; }
}

/// <summary>A span of time that ends now; days begin at midnight in Western Indonesian Time, weeks on Monday.</summary>
public enum FacadePeriod
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Today.</summary>
    Today,

    /// <summary>This week.</summary>
    Week,

    /// <summary>This month.</summary>
    Month,

    /// <summary>This year.</summary>
    Year,
}

/// <summary>Counts and sums of the payments that were made in a period.</summary>
public sealed record FacadeStatistics
{
    /// <summary>How many payments were made.</summary>
    public required long Count { get; init; }

    /// <summary>Whole rupiah that they asked for, without fee and unique code.</summary>
    public required long Amount { get; init; }

    /// <summary>How many of them are paid.</summary>
    public required long PaidCount { get; init; }

    /// <summary>Whole rupiah that the paid payments asked for.</summary>
    public required long PaidAmount { get; init; }

    /// <summary>How many are paid, by the gateway's own name of the method.</summary>
    public required IReadOnlyDictionary<string, long> PaidByMethod { get; init; }
}

/// <summary>
/// Money that arrived on one of the shop's accounts, or went out again: refunded for a payment, or sent back because it was for none.
/// </summary>
public sealed record FacadeMutation
{
    /// <summary>
    /// Our id of it, the same however often it is told: <c>crd_…</c> for money that arrived, <c>rfd_…</c> for a refund, and <c>ret_…</c>
    /// for money that was sent back, which ends as the <c>crd_…</c> of its arrival does.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The source's reference of it, or the number of a refund's transfer; <see cref="Id"/> when neither is known.</summary>
    public required string Reference { get; init; }

    /// <summary>The account where it arrived or which it left.</summary>
    public required string Account { get; init; }

    /// <summary>Whole rupiah; negative for money that went out.</summary>
    public required long Amount { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// The sum of all money that had arrived on the shop's accounts up to and including this, less what went out again, whole rupiah, since
    /// the shop began to keep its ledger; it never changes afterwards. Not a bank's balance: what was paid out is not known here.
    /// </summary>
    public required long Balance { get; init; }

    /// <summary>
    /// The merchant's number: that of the QR code which was paid, else the app's <c>Facades:{plugin}:Nmid</c>, else the account's own, else
    /// null.
    /// </summary>
    public string? Nmid { get; init; }

    /// <summary>The QR code that was paid carried the amount; false also where it is not known which code was paid.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>The payment that it paid, when it was made through this facade by this app.</summary>
    public string? PaymentReference { get; init; }
}
