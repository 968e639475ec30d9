namespace QrisPayments.Payments;

/// <summary><see cref="PaymentStatus"/> as stored and as the API writes it.</summary>
internal static class Statuses
{
    public const string Pending = "pending";
    public const string Paid = "paid";
    public const string Expired = "expired";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";

    public static readonly string[] All = [Pending, Paid, Expired, Cancelled, Failed];

    public static PaymentStatus Parse(string text) => text switch
    {
        Pending => PaymentStatus.Pending,
        Paid => PaymentStatus.Paid,
        Expired => PaymentStatus.Expired,
        Cancelled => PaymentStatus.Cancelled,
        Failed => PaymentStatus.Failed,
        _ => throw new InvalidOperationException($"A payment is stored with the unknown status '{text}'."),
    };

    public static string Text(this PaymentStatus status) => status switch
    {
        PaymentStatus.Pending => Pending,
        PaymentStatus.Paid => Paid,
        PaymentStatus.Expired => Expired,
        PaymentStatus.Cancelled => Cancelled,
        _ => Failed,
    };
}
