using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QrisPayments.Receipts;

namespace QrisPayments.Checkout;

internal static class CheckoutEndpoints
{
    private static readonly string[] Get = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Everything below one payment's address. A GET never changes anything: link previews ask, too.</summary>
    public static void MapCheckout(this RouteGroupBuilder group)
    {
        var payment = group.MapGroup("/pay/{id}");
        payment.MapMethods("", Get, CheckoutPages.ShowAsync);
        payment.MapMethods("/status", Get, CheckoutStatus.SendAsync);
        payment.MapGet("/events", CheckoutEvents.StreamAsync);
        payment.MapMethods("/qr.svg", Get, CheckoutQr.SvgAsync);
        payment.MapMethods("/qr.png", Get, CheckoutQr.PngAsync);
        payment.MapMethods("/receipt", Get, ReceiptPages.HtmlAsync);
        payment.MapMethods("/receipt.txt", Get, ReceiptPages.TextAsync);
        payment.MapPost("/cancel", CheckoutForms.CancelAsync);
        payment.MapPost("/claim", CheckoutForms.ClaimAsync);
        payment.MapPost("/simulate", CheckoutForms.SimulateAsync);
    }
}
