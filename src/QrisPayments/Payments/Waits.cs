namespace QrisPayments.Payments;

/// <summary>The words of <see cref="Payment.WaitsFor"/>.</summary>
internal static class Waits
{
    /// <summary>Every unique total near its amount is held.</summary>
    public const string Total = "total";

    /// <summary>No provider takes payments at this moment.</summary>
    public const string Provider = "provider";
}
