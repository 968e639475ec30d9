using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

internal static class CheckoutEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Checkout, below one payment's address. A GET never changes anything: link previews ask, too.</summary>
    public static void MapCheckout(this RouteGroupBuilder payment)
    {
        payment.MapMethods("", Get, PaymentLimits.Limit(CheckoutPages.ShowAsync, Notices.Refusals));
        payment.MapMethods("/status", Get, PaymentLimits.Limit(CheckoutStatus.SendAsync, CheckoutStatus.Refusals));
        payment.MapGet("/events", PaymentLimits.Limit(CheckoutEvents.StreamAsync, CheckoutStatus.Refusals));
        payment.MapMethods("/qr.svg", Get, PaymentLimits.Limit(CheckoutQr.SvgAsync, CheckoutQr.Refusals));
        payment.MapMethods("/qr.png", Get, PaymentLimits.Limit(CheckoutQr.PngAsync, CheckoutQr.Refusals));
        payment.MapPost("/cancel", PaymentLimits.Limit(CheckoutForms.CancelAsync, Notices.Refusals));
        payment.MapPost("/claim", PaymentLimits.Limit(CheckoutForms.ClaimAsync, Notices.Refusals));
        payment.MapPost("/simulate", PaymentLimits.Limit(CheckoutForms.SimulateAsync, Notices.Refusals));
    }
}
