using Microsoft.AspNetCore.Http;
using QrisPayments.Payments;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

/// <summary>GET: the page, and the pages that say why there is nothing else.</summary>
internal static class CheckoutPages
{
    public static async Task ShowAsync(HttpContext context)
    {
        var request = new CheckoutRequest(context);
        if (await request.Service<PaymentReader>().FindWithFormTokenAsync(request.Id, request.Aborted) is not var (payment, token))
        {
            await NotFoundAsync(request);
            return;
        }
        var model = await request.Service<CheckoutFilter>().ApplyAsync(request.Service<CheckoutModels>().Page(request, payment, token), request.Aborted);
        context.Response.Headers.ContentLanguage = model.Language;
        await request.Service<ViewRenderer>().RenderAsync(context, "/QrisPayments/Checkout/Page.cshtml", model);
    }

    public static Task NotFoundAsync(CheckoutRequest request) =>
        SayAsync(request, StatusCodes.Status404NotFound, request.Texts.NotFoundTitle, request.Texts.NotFoundText, linked: false);

    public static Task ForbiddenAsync(CheckoutRequest request) =>
        SayAsync(request, StatusCodes.Status403Forbidden, request.Texts.ForbiddenTitle, request.Texts.ForbiddenText);

    public static Task NoReceiptAsync(CheckoutRequest request) =>
        SayAsync(request, StatusCodes.Status409Conflict, request.Texts.NoReceiptTitle, request.Texts.NoReceiptText);

    public static Task BadFormAsync(CheckoutRequest request, int status) =>
        SayAsync(request, status, request.Texts.BadFormTitle, request.Texts.BadFormText);

    private static Task SayAsync(CheckoutRequest request, int status, string title, string text, bool linked = true) =>
        request.Service<ViewRenderer>().RenderAsync(request.Http, "/QrisPayments/Theming/Notice.cshtml",
            request.Service<CheckoutModels>().Notice(request, title, text, linked), status);
}
