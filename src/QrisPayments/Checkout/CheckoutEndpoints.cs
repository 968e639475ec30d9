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
        payment.MapMethods("", Get, PaymentLimits.Limit(CheckoutPages.ShowAsync, Notices.UnavailableAsync));
        payment.MapMethods("/status", Get, PaymentLimits.Limit(CheckoutStatus.SendAsync, CheckoutStatus.UnavailableAsync));
        payment.MapGet("/events", PaymentLimits.Limit(CheckoutEvents.StreamAsync));
        payment.MapMethods("/qr.svg", Get, PaymentLimits.Limit(CheckoutQr.SvgAsync));
        payment.MapMethods("/qr.png", Get, PaymentLimits.Limit(CheckoutQr.PngAsync));
        payment.MapPost("/cancel", PaymentLimits.Limit(CheckoutForms.CancelAsync, Notices.UnavailableAsync));
        payment.MapPost("/claim", PaymentLimits.Limit(CheckoutForms.ClaimAsync, Notices.UnavailableAsync));
        payment.MapPost("/simulate", PaymentLimits.Limit(CheckoutForms.SimulateAsync, Notices.UnavailableAsync));
    }
}
