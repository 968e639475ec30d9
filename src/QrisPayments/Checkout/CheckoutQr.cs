using System.Text;
using Microsoft.AspNetCore.Http;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

/// <summary>GET: the QR as a file. 404 as soon as it must not be paid any more.</summary>
internal static class CheckoutQr
{
    public static readonly Refusals Refusals = new(LaterAsync, (context, _) => LaterAsync(context));

    public static Task SvgAsync(HttpContext context) =>
        SendAsync(context, "image/svg+xml", drawing => Encoding.UTF8.GetBytes(drawing.File()));

    public static Task PngAsync(HttpContext context) => SendAsync(context, "image/png", drawing => drawing.Png);

    private static Task LaterAsync(HttpContext context) =>
        PlainAnswer.WriteAsync(context, context.Response.StatusCode, "This picture cannot be drawn at this moment. Try again.");

    private static async Task SendAsync(HttpContext context, string type, Func<QrDrawing, byte[]> draw)
    {
        var request = new PaymentRequest(context);
        if (await request.FindAsync() is not { } payment || CheckoutStates.Scannable(payment, request.Now) is not { } payload)
        {
            await PlainAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "There is no code to pay here.");
            return;
        }
        var bytes = draw(request.Service<QrCodes>().Draw(payload));
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(bytes, request.Aborted);
    }
}
