using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>Answers in the gateway's shape.</summary>
internal static class Reply
{
    public static FacadeAnswer NoSuchInvoice => Error(404, "There is no such invoice.");

    public static FacadeAnswer Of<T>(T answer, JsonTypeInfo<T> shape) => FacadeAnswer.Json(200, JsonSerializer.SerializeToUtf8Bytes(answer, shape));

    public static FacadeAnswer Error(int status, string message) =>
        FacadeAnswer.Json(status, JsonSerializer.SerializeToUtf8Bytes(new ErrorAnswer { Error = message }, WireJson.Default.ErrorAnswer));

    /// <summary>As BAYAR GG writes times: Western Indonesian Time without a zone (WIRE B8).</summary>
    public static string Time(DateTimeOffset at) => at.ToOffset(Wib.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Time(DateTimeOffset)"/>
    public static string? Time(DateTimeOffset? at) => at is { } known ? Time(known) : null;

    /// <summary>As BAYAR GG names the state. What a person reviews is not paid yet; it knows no failure (DESIGN §3).</summary>
    public static string Status(PaymentStatus status) => status switch
    {
        PaymentStatus.Paid => "paid",
        PaymentStatus.Expired => "expired",
        PaymentStatus.Cancelled or PaymentStatus.Failed => "cancelled",
        _ => "pending",
    };
}
