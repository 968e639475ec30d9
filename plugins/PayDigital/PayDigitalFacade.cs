using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using QrisPayments.PayDigital.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital;

/// <summary>PayDigital's API as we answer it: make an invoice, ask how it stands, and lead its customer to the checkout.</summary>
/// <remarks>The text documents no error: clients have seen <c>{"status":"error","message":…}</c>, in the gateway's own language.</remarks>
internal sealed class PayDigitalFacade : IGatewayFacade
{
    private const string NoInvoice = "Invoice tidak ditemukan.";
    private const string NotNow = "Pembayaran tidak dapat dibuat saat ini. Coba lagi nanti.";

    public IReadOnlyList<FacadeRoute> Routes =>
        [new("POST", "api/create_payment", CreateAsync), new("GET", "api/payment", StateAsync), new("POST", "api/payment", StateAsync),
            new("GET", "pay", PayAsync)];

    public FacadeAnswer Refuse(FacadeRefusal refusal) => No(refusal.Status, refusal.Status switch
    {
        400 => "Isi permintaan tidak dapat dibaca. Kirim sebagai form (application/x-www-form-urlencoded) atau JSON.",
        401 => "API key tidak valid.",
        404 => "Alamat tidak ditemukan.",
        405 => "Metode HTTP ini tidak didukung di alamat ini; lihat header Allow.",
        413 => "Isi permintaan terlalu besar.",
        429 => "Terlalu banyak permintaan. Coba lagi sebentar lagi.",
        _ => "Layanan sedang tidak tersedia. Coba lagi nanti.",
    });

    private async Task<FacadeAnswer> CreateAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken)
    {
        if (SentFields.Read(request) is not { } sent) return Refuse(new FacadeRefusal(400, ""));
        var access = shop.Authenticate(KeyOf(request, sent));
        if (access is not FacadeAccess.Granted { App: var app }) return Refuse(((FacadeAccess.Refused)access).Refusal);
        if (InvoiceRequest.Fault(sent, app) is { } fault) return No(400, fault);
        if (!app.Methods.Any(InvoiceRequest.IsQris)) return No(500, NotNow);
        return await app.CreateAsync(InvoiceRequest.Read(sent), cancellationToken) switch
        {
            FacadeResult.Created created => Yes(Created(created.Payment, request.Root), PayDigitalJson.Default.CreatedInvoice),
            FacadeResult.Invalid invalid => No(400, "Permintaan ditolak: " + string.Join(" ", invalid.Faults.Select(rule => rule.Message))),
            FacadeResult.Exhausted exhausted =>
                No(429, "Semua kode unik untuk nominal ini sedang dipakai. Coba lagi nanti, atau dengan nominal lain.")
                    with { RetryAfter = exhausted.RetryAfter },
            FacadeResult.Unavailable => No(500, NotNow),
            _ => throw new InvalidOperationException(),
        };
    }

    private async Task<FacadeAnswer> StateAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken)
    {
        if (SentFields.Read(request) is not { } sent) return Refuse(new FacadeRefusal(400, ""));
        var access = shop.Authenticate(KeyOf(request, sent));
        if (access is not FacadeAccess.Granted { App: var app }) return Refuse(((FacadeAccess.Refused)access).Refusal);
        if ((sent[Fields.Invoice] ?? request.Query.GetValueOrDefault(Fields.Invoice)) is not { Length: > 0 } invoice)
            return No(400, "invoice wajib diisi dengan nomor invoice transaksi.");
        return await app.FindAsync(invoice, cancellationToken) is { } found
            ? Yes(State(found, app.Info), PayDigitalJson.Default.InvoiceState)
            : No(404, NoInvoice);
    }

    /// <summary>The text's <c>pay.php?invoice=</c>.</summary>
    private static Task<FacadeAnswer> PayAsync(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) =>
        shop.ShowPaymentAsync(request.Query.GetValueOrDefault(Fields.Invoice), cancellationToken);

    /// <summary>The table wants it among the fields, the samples have it in a header, and older clients in the address (WIRE P3).</summary>
    private static string? KeyOf(FacadeRequest request, SentFields sent) =>
        new[] { sent[Fields.ApiKey], request.BearerKey, request.Query.GetValueOrDefault(Fields.ApiKey),
            request.Query.GetValueOrDefault("apiKey") }
            .FirstOrDefault(key => !string.IsNullOrWhiteSpace(key));

    private static CreatedInvoice Created(FacadePayment made, Uri root) => new()
    {
        Invoice = made.Reference, Amount = made.Payment.Amount, UniqueCode = Added(made.Payment), TotalAmount = made.Payment.TotalAmount,
        QrContent = made.Payment.QrString,
        QrUrl = made.QrPngUrl, PaymentUrl = new Uri(root, $"pay.php?{Fields.Invoice}={Uri.EscapeDataString(made.Reference)}").AbsoluteUri,
        ExpiredAt = InWib(made.Payment.ExpiresAt),
    };

    private static InvoiceState State(FacadePayment found, FacadeAppInfo app) => new()
    {
        Invoice = found.Reference, Amount = found.Payment.Amount, UniqueCode = Added(found.Payment),
        TotalAmount = found.Payment.TotalAmount, Status = Word(found),
        PaidAt = InWib(found.Payment.PaidAt), CustomerName = found.Payment.Customer?.Name, StoreName = app.ShopName,
    };

    /// <summary>All that came on top, an app's fee too: clients check that amount and code make the total (WIRE P5).</summary>
    private static long? Added(Payment payment) => payment.TotalAmount - payment.Amount;

    private static string Word(FacadePayment payment) => payment.State switch
    {
        PaymentStatus.Paid => "paid",
        PaymentStatus.Expired => "expired",
        PaymentStatus.Cancelled => "cancelled",
        _ => "pending",
    };

    private static string? InWib(DateTimeOffset? at) => at is { } known ? Wib.Write(known) : null;

    private static FacadeAnswer Yes<T>(T data, JsonTypeInfo<T> shape) =>
        Json(200, new Answer { Status = Answer.Success, Data = JsonSerializer.SerializeToElement(data, shape) });

    private static FacadeAnswer No(int status, string message) => Json(status, new Answer { Status = Answer.Failure, Message = message });

    private static FacadeAnswer Json(int status, Answer answer) =>
        FacadeAnswer.Json(status, JsonSerializer.SerializeToUtf8Bytes(answer, PayDigitalJson.Default.Answer));
}
