using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>Answers in the gateway's shape.</summary>
internal static class Reply
{
    public static FacadeAnswer NoSuchInvoice => Error(404, "There is no such invoice.");

    public static FacadeAnswer Of<T>(T answer, JsonTypeInfo<T> shape) =>
        FacadeAnswer.Json(200, JsonSerializer.SerializeToUtf8Bytes(answer, shape));

    public static FacadeAnswer Error(int status, string message) =>
        FacadeAnswer.Json(status, JsonSerializer.SerializeToUtf8Bytes(new ErrorAnswer { Error = message }, WireJson.Default.ErrorAnswer));

    /// <summary>As BAYAR GG writes times: Western Indonesian Time without a zone (WIRE B8).</summary>
    public static string Time(DateTimeOffset at) => Wib.Write(at);

    /// <inheritdoc cref="Time(DateTimeOffset)"/>
    public static string? Time(DateTimeOffset? at) => at is { } known ? Time(known) : null;

    /// <summary>As BAYAR GG names the state.</summary>
    public static string Status(FacadePayment payment) => payment.State switch
    {
        PaymentStatus.Paid => "paid",
        PaymentStatus.Expired => "expired",
        PaymentStatus.Cancelled => "cancelled",
        _ => "pending",
    };
}
