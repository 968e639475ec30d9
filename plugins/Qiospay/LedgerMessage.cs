namespace QrisPayments.Qiospay;

/// <summary>
/// Tells "there is nothing" from "your key is wrong": both come as <c>status: error</c> and differ in their words alone (WIRE Q12).
/// What is about merchants or keys is never taken for an empty ledger.
/// </summary>
internal static class LedgerMessage
{
    private static readonly string[] AboutKeys =
        ["merchant", "api", "key", "kode", "code", "token", "auth", "invalid", "salah", "akses", "blokir", "suspend"];

    private static readonly string[] AboutNothing =
        ["tidak ditemukan", "tidak ada", "belum ada", "no data", "not found", "empty", "kosong"];

    public static bool SaysEmpty(string? message) => message is not null && !Has(message, AboutKeys) && Has(message, AboutNothing);

    private static bool Has(string message, string[] words) =>
        words.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
