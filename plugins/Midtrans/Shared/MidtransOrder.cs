namespace QrisPayments.Midtrans;

/// <summary>Our order numbers at Midtrans.</summary>
internal static class MidtransOrder
{
    /// <summary>
    /// Snap says in words that an order exists already, in either language: "transaction_details.order_id sudah digunakan" (WIRE W6).
    /// </summary>
    public static bool IsTaken(string? reason) =>
        reason is not null && reason.Contains("order_id", StringComparison.OrdinalIgnoreCase)
            && Words.Any(word => reason.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Words = ["already", "taken", "duplicate", "sudah"];
}
