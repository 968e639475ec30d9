using QrisPayments.Receipts;

namespace QrisPayments.Tests.Receipts;

internal static class ReceiptSamples
{
    public static readonly ReceiptModel Full = new()
    {
        Language = "id",
        Shop = new ReceiptShop { Name = "Kopi Lereng", Logo = "/img/logo.svg" },
        Merchant = new ReceiptMerchant { Name = "KOPI LERENG BANDUNG", City = "BANDUNG", Nmid = "ID1020000000017" },
        Links = new ReceiptLinks
        {
            Page = "/qris/pay/pay_1", Text = "/qris/pay/pay_1/receipt.txt", StyleSheet = "/r.css", ColorSheet = "/c.css", Script = "/r.js"
        },
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
            Items =
            [
                new ReceiptItem { Name = "Kopi Gayo Aceh, biji sangrai 250 g", Price = 68_000, Quantity = 2 },
                new ReceiptItem { Name = "Gelas keramik", Price = 54_000, Quantity = 1 },
                new ReceiptItem { Name = "Potongan", Price = -5_000, Quantity = 1 },
            ],
        },
    };

    public static readonly ReceiptModel Bare = new()
    {
        Language = "en",
        Shop = new ReceiptShop { Name = "Toko" },
        Links = Full.Links,
        Sandbox = true,
        Payment = new ReceiptPayment
        {
            Id = "pay_1", OrderId = "1", Description = "Donasi <buku> & \"anak\"", Amount = 25_000, Fee = 0, UniqueCode = 0,
            TotalAmount = 25_000,
            PaidAmount = 24_000, PaidAt = Full.Payment.PaidAt, Method = "qris", Late = true, Items = [],
        },
    };
}
