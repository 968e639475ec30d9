using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using QrisPayments.Theming;

namespace QrisPayments.Receipts;

/// <summary>GET: the receipt as a page and as plain text for receipt printers. A payment that is not paid has no receipt.</summary>
internal static class ReceiptPages
{
    private const int MinWidth = 24;
    private const int MaxWidth = 80;

    public static Task HtmlAsync(HttpContext context) =>
        SendAsync(context, "receipt/html", "text/html; charset=utf-8", TemplateRenderer.NarrowWidth);

    /// <summary><c>?width=48</c> is an 80 mm printer; 58 mm has 32 columns.</summary>
    public static Task TextAsync(HttpContext context) =>
        SendAsync(context, "receipt/text", "text/plain; charset=utf-8",
            int.TryParse(context.Request.Query["width"], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
                ? Math.Clamp(width, MinWidth, MaxWidth)
                : TemplateRenderer.NarrowWidth);

    private static async Task SendAsync(HttpContext context, string template, string type, int width)
    {
        var request = new PaymentRequest(context);
        switch (await request.FindAsync())
        {
            case null:
                await Notices.NotFoundAsync(request);
                return;
            case not { Status: PaymentStatus.Paid }:
                await Notices.NoReceiptAsync(request);
                return;
            case { } payment:
                var model = await request.Service<ReceiptSource>().MakeAsync(request, payment);
                model = await request.Service<ReceiptFilter>().ApplyAsync(model, request.Aborted);
                var text = await request.Service<TemplateRenderer>().RenderAsync(template, model, model.Language, width);
                var bytes = Encoding.UTF8.GetBytes(text);
                context.Response.ContentType = type;
                context.Response.ContentLength = bytes.Length;
                if (!HttpMethods.IsHead(context.Request.Method))
                    await context.Response.Body.WriteAsync(bytes, request.Aborted);
                return;
        }
    }
}
