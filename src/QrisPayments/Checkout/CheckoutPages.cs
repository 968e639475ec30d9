using Microsoft.AspNetCore.Http;
using QrisPayments.Payments;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

/// <summary>GET: the page.</summary>
internal static class CheckoutPages
{
    public static async Task ShowAsync(HttpContext context)
    {
        var request = new PaymentRequest(context);
        if (await request.Service<PaymentReader>().FindWithFormTokenAsync(request.Id, request.Aborted) is not var (payment, token))
        {
            await Notices.NotFoundAsync(request);
            return;
        }
        var model = request.Service<CheckoutModels>().Page(request, payment, token);
        model = await request.Service<CheckoutFilter>().ApplyAsync(model, request.Aborted);
        context.Response.Headers.ContentLanguage = model.Language;
        await request.Service<ViewRenderer>().RenderAsync(context, "/QrisPayments/Checkout/Page.cshtml", model);
    }
}
