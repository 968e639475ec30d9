using QrisPayments.Receipts;

namespace QrisPayments.Tests.Receipts;

internal static class ReceiptSamples
{
    public static readonly ReceiptModel Full = new()
    {
        Language = "id",
        Shop = new ReceiptShop("Kopi Lereng", "/img/logo.svg"),
        Merchant = new ReceiptMerchant("KOPI LERENG BANDUNG", "BANDUNG", "ID1020000000017"),
        Links = new ReceiptLinks("/qris/pay/pay_1", "/qris/pay/pay_1/receipt.txt", "/r.css", "/c.css", "/r.js"),
        Payment = new ReceiptPayment
        {
            Id = "pay_4ahah630e34g24qjxsvtsy4b68",
            OrderId = "INV-1042",
            Amount = 185_000,
            Fee = 2_500,
            UniqueCode = 347,
            TotalAmount = 187_847,
            PaidAmount = 187_847,
            PaidAt = new DateTimeOffset(2026, 8, 17, 12, 45, 0, TimeSpan.Zero),
            Method = "qris",
            Customer = new Customer { Name = "Sari Wulandari" },
            Items = [new("Kopi Gayo Aceh, biji sangrai 250 g", 68_000, 2), new("Gelas keramik", 54_000, 1), new("Potongan", -5_000, 1)],
        },
    };

    public static readonly ReceiptModel Bare = new()
    {
        Language = "en",
        Shop = new ReceiptShop("Toko", null),
        Links = Full.Links,
        Sandbox = true,
        Payment = new ReceiptPayment
        {
            Id = "pay_1", OrderId = "1", Description = "Donasi <buku> & \"anak\"", Amount = 25_000, Fee = 0, UniqueCode = 0, TotalAmount = 25_000,
            PaidAmount = 24_000, PaidAt = Full.Payment.PaidAt, Method = "qris", Late = true, Items = [],
        },
    };
}
