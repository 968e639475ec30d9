using System.Text.Json;
using System.Text.Json.Serialization;
using QrisPayments.Codec;
using QrisPayments.Foundation;
using QrisPayments.Reviews;

namespace QrisPayments.Payments;

/// <summary>A payment as the API and callbacks write it; the members stand in the order of the documentation.</summary>
internal sealed record PaymentJson(
    string Id, string OrderId, string Status, string? Review, bool Livemode, long Amount, int? UniqueCode, long Fee, long? TotalAmount,
    string Currency,
    string? Provider, string? Method, string? QrString, string? QrSvgUrl, string? QrPngUrl, bool PayerTypesAmount, string? ProviderUrl,
    string? Instructions,
    string PaymentUrl, string? ExpiresAt, string CreatedAt, string? PaidAt, long? PaidAmount, long RefundedAmount,
    bool Late, string? Description,
    Customer? Customer,
    IReadOnlyList<PaymentItem> Items, string? RedirectUrl, string? CallbackUrl, IReadOnlyDictionary<string, string> Metadata,
    string? Replaces, string? ReplacedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Fault>? Warnings = null)
{
    public static PaymentJson Of(Payment payment) => new(
        payment.Id, payment.OrderId, payment.Status.Text(), payment.Review, payment.LiveMode, payment.Amount, payment.UniqueCode,
        payment.Fee,
        payment.TotalAmount, "IDR", payment.Provider, payment.Method, payment.QrString,
        payment.QrString is null ? null : payment.PaymentUrl + "/qr.svg", payment.QrString is null ? null : payment.PaymentUrl + "/qr.png",
        payment.PayerTypesAmount, payment.ProviderUrl, payment.Instructions, payment.PaymentUrl, JsonShapes.Time(payment.ExpiresAt),
        JsonShapes.Time(payment.CreatedAt), JsonShapes.Time(payment.PaidAt), payment.PaidAmount, payment.RefundedAmount, payment.Late,
        payment.Description,
        payment.Customer,
        payment.Items, payment.RedirectUrl, payment.CallbackUrl, payment.Metadata, payment.Replaces, payment.ReplacedBy);

    public static string Write(Payment payment) => Write(payment, []);

    /// <summary>The answer to a create, with what of its contact details was not kept as it was sent.</summary>
    public static string Write(Payment payment, IReadOnlyList<Fault> warnings) =>
        JsonSerializer.Serialize(Of(payment) with { Warnings = warnings.Count > 0 ? warnings : null }, JsonShapes.Options);
}
