using System.Text.Json;
using QrisPayments.Foundation;

namespace QrisPayments.Refunds;

/// <summary>A refund as the API and callbacks write it; the members stand in the order of the documentation.</summary>
internal sealed record RefundJson(
    string Id, string PaymentId, long Amount, string Status, string By, string Reason, string? Reference, string? Error, string CreatedAt,
    string? DoneAt, string? FailedAt)
{
    public static RefundJson Of(Refund refund) => new(
        refund.Id, refund.PaymentId, refund.Amount, refund.Status.Text(), refund.By.Text(), refund.Reason, refund.Reference, refund.Error,
        JsonShapes.Time(refund.CreatedAt), JsonShapes.Time(refund.DoneAt), JsonShapes.Time(refund.FailedAt));

    public static string Write(Refund refund) => JsonSerializer.Serialize(Of(refund), JsonShapes.Options);

    /// <summary>The id in an answer that <see cref="Write"/> made.</summary>
    public static string IdOf(string written)
    {
        using var document = JsonDocument.Parse(written);
        return document.RootElement.GetProperty("id").GetString()!;
    }
}
