using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Receipts;

internal static class ReceiptEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The receipt, below one payment's address.</summary>
    public static void MapReceipts(this RouteGroupBuilder payment)
    {
        payment.MapMethods("/receipt", Get, PaymentLimits.Limit(ReceiptPages.HtmlAsync, Notices.Refusals));
        payment.MapMethods("/receipt.txt", Get, PaymentLimits.Limit(ReceiptPages.TextAsync, Notices.Refusals));
    }
}
