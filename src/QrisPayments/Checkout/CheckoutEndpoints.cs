using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QrisPayments.Receipts;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

internal static class CheckoutEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Everything below one payment's address. A GET never changes anything: link previews ask, too.</summary>
    public static void MapCheckout(this RouteGroupBuilder group)
    {
        var payment = group.MapGroup("/pay/{id}");
        payment.MapMethods("", Get, CheckoutLimits.Limit(CheckoutPages.ShowAsync));
        payment.MapMethods("/status", Get, CheckoutLimits.Limit(CheckoutStatus.SendAsync));
        payment.MapGet("/events", CheckoutLimits.Limit(CheckoutEvents.StreamAsync));
        payment.MapMethods("/qr.svg", Get, CheckoutLimits.Limit(CheckoutQr.SvgAsync));
        payment.MapMethods("/qr.png", Get, CheckoutLimits.Limit(CheckoutQr.PngAsync));
        payment.MapMethods("/receipt", Get, CheckoutLimits.Limit(ReceiptPages.HtmlAsync));
        payment.MapMethods("/receipt.txt", Get, CheckoutLimits.Limit(ReceiptPages.TextAsync));
        payment.MapPost("/cancel", CheckoutLimits.Limit(CheckoutForms.CancelAsync));
        payment.MapPost("/claim", CheckoutLimits.Limit(CheckoutForms.ClaimAsync));
        payment.MapPost("/simulate", CheckoutLimits.Limit(CheckoutForms.SimulateAsync));
    }
}
