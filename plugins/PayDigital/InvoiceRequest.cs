using System.Globalization;
using System.Security.Cryptography;
using QrisPayments.PayDigital.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital;

/// <summary>What a client of <c>create_payment.php</c> wants paid.</summary>
internal static class InvoiceRequest
{
    /// <summary>The name of its only method, under which an app's limits stand; PayDigital itself gives it none.</summary>
    private const string Qris = "qris";

    /// <summary>"Minimal 1000".</summary>
    private const long MinAmount = 1000;

    /// <summary>Whether this is what PayDigital's clients can show.</summary>
    public static bool IsQris(FacadeMethod method) => method.Method == Qris;

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Fault(SentFields sent, IFacadeApp app)
    {
        if (sent.FirstNested(Fields.StoreId, Fields.Amount, Fields.Description, Fields.CustomerName) is { } nested)
            return $"{nested} harus satu nilai, bukan daftar atau objek.";
        if (!int.TryParse(sent[Fields.StoreId], NumberStyles.None, CultureInfo.InvariantCulture, out var store))
            return "store_id wajib diisi dengan nomor toko Anda (angka).";
        if (store != app.Info.Number) return "store_id bukan toko dari API key ini. Periksa nomor toko Anda.";
        if (sent[Fields.Amount] is null) return "amount wajib diisi: rupiah bulat, misalnya 10000.";
        if (AmountOf(sent) is not { } amount)
            return "amount harus rupiah bulat dengan angka saja, misalnya 10000: tanpa pemisah, desimal, tanda, atau eksponen.";
        if (amount < MinAmount) return "amount minimal 1000 rupiah.";
        var max = app.Methods.Where(IsQris).Select(method => method.MaxAmount).DefaultIfEmpty(long.MaxValue).Max();
        max = Math.Min(max, app.Info.MaxFor(Qris));
        return amount > max ? string.Create(CultureInfo.InvariantCulture, $"amount maksimal {max} rupiah.") : null;
    }

    /// <summary>The payment, of fields that are without <see cref="Fault"/>.</summary>
    public static FacadeCreate Read(SentFields sent) => new()
    {
        Reference = new FacadeReference.Made((payment, _) => Number(payment)), Amount = AmountOf(sent)!.Value, Method = Qris,
        WantedMethod = Qris,
        Description = sent[Fields.Description], Customer = sent[Fields.CustomerName] is { } name ? new Customer { Name = name } : null,
    };

    private static long? AmountOf(SentFields sent) => RupiahJsonConverter.TryParse(sent[Fields.Amount], out var amount) ? amount : null;

    /// <summary>
    /// <c>PYG</c> and the time in WIB, to the second, as PayDigital has it, and six random digits: several are made in one second, and
    /// a name that leads to a payment's page must not be guessed from the clock (WIRE P4). None without a QR, which a client could not
    /// show.
    /// </summary>
    private static string Number(Payment payment) => payment.QrString is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture,
            $"PYG{payment.CreatedAt.ToOffset(Wib.Offset):yyyyMMddHHmmss}{RandomNumberGenerator.GetInt32(1_000_000):000000}");
}
