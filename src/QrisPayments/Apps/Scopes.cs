namespace QrisPayments.Apps;

/// <summary>What an app may do.</summary>
public static class Scopes
{
    /// <summary>Make, read and cancel its own payments. Every app has it.</summary>
    public const string Payments = "payments";

    /// <summary>Read and cancel every app's payments and the shop's own.</summary>
    public const string AllPayments = "payments:all";

    /// <summary>
    /// Give money of its own payments back, and read their refunds; with <see cref="AllPayments"/>, of all payments.
    /// </summary>
    public const string Refunds = "refunds";

    /// <summary>Report money on accounts.</summary>
    public const string LedgerWrite = "ledger:write";

    /// <summary>Read what arrived on accounts.</summary>
    public const string LedgerRead = "ledger:read";

    /// <summary>Simulate money, in sandbox mode.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>Everything.</summary>
    public const string All = "*";

    internal static readonly string[] Known = [Payments, AllPayments, Refunds, LedgerWrite, LedgerRead, Sandbox, All];
}
