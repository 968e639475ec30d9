using QrisPayments.Storage;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Receipts;

/// <summary>Makes the receipt of a paid payment.</summary>
internal sealed class ReceiptSource(Database database)
{
    // By primary keys. A payment that has ended no longer shows its QR, but the receipt names whom it paid.
    private const string PaidTo = """
        SELECT a.qr_payload FROM qris_payments p JOIN qris_attempts a ON a.id = p.attempt_id WHERE p.id = @id
        """;

    public async Task<ReceiptModel> MakeAsync(PaymentRequest request, Payment payment)
    {
        var payload = await database.RunAsync(s => s.FirstOrDefaultAsync<string>(PaidTo, new { id = payment.Id }), request.Aborted);
        var merchant = payload is null ? null : QrMerchant.Of(payload);
        var shop = request.Shop(merchant?.Name);
        return new ReceiptModel
        {
            Language = request.Texts.Language,
            Shop = new ReceiptShop { Name = shop.Name, Logo = shop.Logo },
            Payment = Of(payment),
            Merchant = merchant is null ? null : new ReceiptMerchant { Name = merchant.Name, City = merchant.City, Nmid = merchant.Nmid },
            Sandbox = !payment.LiveMode,
            Links = new ReceiptLinks
            {
                Page = request.Link(),
                Text = request.Link("/receipt.txt"),
                StyleSheet = request.Asset("Receipts/receipt.css"),
                ColorSheet = request.ColorSheet,
                Script = request.Asset("Receipts/receipt.js"),
            },
        };
    }

    internal static ReceiptPayment Of(Payment payment)
    {
        var total = payment.TotalAmount ?? payment.Amount;
        return new ReceiptPayment
        {
            Id = payment.Id,
            OrderId = payment.OrderId,
            Description = payment.Description,
            Amount = payment.Amount,
            Fee = payment.Fee,
            UniqueCode = payment.UniqueCode ?? 0,
            TotalAmount = total,
            PaidAmount = payment.PaidAmount ?? total,
            RefundedAmount = payment.RefundedAmount,
            PaidAt = payment.PaidAt ?? payment.CreatedAt,
            Method = payment.Method ?? "qris",
            Late = payment.Late,
            Customer = payment.Customer,
            Items = [.. payment.Items.Select(item => new ReceiptItem { Name = item.Name, Price = item.Price, Quantity = item.Quantity })],
        };
    }
}
