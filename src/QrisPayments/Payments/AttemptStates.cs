namespace QrisPayments.Payments;

/// <summary>Where an attempt stands, as stored.</summary>
internal static class AttemptStates
{
    /// <summary>The row is there, the provider is being asked.</summary>
    public const string Creating = "creating";

    /// <summary>The customer can pay.</summary>
    public const string Open = "open";

    /// <summary>Nobody knows whether the provider opened it. Its QR is never shown.</summary>
    public const string Unknown = "unknown";

    public const string Paid = "paid";
    public const string Expired = "expired";
    public const string Cancelled = "cancelled";

    /// <summary>The gateway ended it unpaid, or never had it.</summary>
    public const string Failed = "failed";

    /// <summary>The provider said no.</summary>
    public const string Rejected = "rejected";
}
