using QrisPayments.Codec;
using QrisPayments.Foundation;

namespace QrisPayments.Theming;

/// <summary>Whom a QRIS payload names: what the payer's app shows before the money goes.</summary>
internal sealed record QrMerchant(string? Name, string? City, string? Nmid)
{
    public static QrMerchant Of(string payload)
    {
        var qr = QrisInspector.Inspect(payload);
        return new QrMerchant(Seen(qr.MerchantName), Seen(qr.MerchantCity), qr.Nmid);

        static string? Seen(string? text) => text is null ? null : CleanText.Of(text);
    }
}
