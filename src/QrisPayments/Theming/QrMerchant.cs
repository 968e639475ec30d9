using QrisPayments.Codec;

namespace QrisPayments.Theming;

/// <summary>Whom a QRIS payload names: what the payer's app shows before the money goes.</summary>
internal sealed record QrMerchant(string? Name, string? City, string? Nmid)
{
    public static QrMerchant Of(string payload)
    {
        var qr = QrisInspector.Inspect(payload);
        return new QrMerchant(qr.MerchantName, qr.MerchantCity, qr.Nmid);
    }
}
