using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

internal static class CheckoutEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Checkout, below one payment's address. A GET never changes anything: link previews ask, too.</summary>
    public static void MapCheckout(this RouteGroupBuilder payment)
    {
        payment.MapMethods("", Get, CheckoutLimits.Limit(CheckoutPages.ShowAsync));
        payment.MapMethods("/status", Get, CheckoutLimits.Limit(CheckoutStatus.SendAsync));
        payment.MapGet("/events", CheckoutLimits.Limit(CheckoutEvents.StreamAsync));
        payment.MapMethods("/qr.svg", Get, CheckoutLimits.Limit(CheckoutQr.SvgAsync));
        payment.MapMethods("/qr.png", Get, CheckoutLimits.Limit(CheckoutQr.PngAsync));
        payment.MapPost("/cancel", CheckoutLimits.Limit(CheckoutForms.CancelAsync));
        payment.MapPost("/claim", CheckoutLimits.Limit(CheckoutForms.ClaimAsync));
        payment.MapPost("/simulate", CheckoutLimits.Limit(CheckoutForms.SimulateAsync));
    }
}
