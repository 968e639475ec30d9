namespace QrisPayments;

/// <summary>
/// Where a payment stands. <see cref="Paid"/> is final: nothing leaves it but a refund record.
/// The others that end a payment yield only to money that arrives after all.
/// </summary>
public enum PaymentStatus
{
    /// <summary>Waiting for money (also while a person reviews it).</summary>
    Pending,

    /// <summary>The money was seen and counted.</summary>
    Paid,

    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>The shop or the customer cancelled it.</summary>
    Cancelled,

    /// <summary>No provider could open it.</summary>
    Failed,
}
