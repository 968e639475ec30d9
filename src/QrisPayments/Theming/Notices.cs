using Microsoft.AspNetCore.Http;
using QrisPayments.Web;

namespace QrisPayments.Theming;

/// <summary>The pages that say why there is nothing else at a payment's address.</summary>
internal static class Notices
{
    public static Task NotFoundAsync(PaymentRequest request) =>
        SayAsync(request, StatusCodes.Status404NotFound, request.Texts.NotFoundTitle, request.Texts.NotFoundText, link: null);

    public static Task ForbiddenAsync(PaymentRequest request) =>
        SayAsync(request, StatusCodes.Status403Forbidden, request.Texts.ForbiddenTitle, request.Texts.ForbiddenText, request.Link());

    public static Task NoReceiptAsync(PaymentRequest request) =>
        SayAsync(request, StatusCodes.Status409Conflict, request.Texts.NoReceiptTitle, request.Texts.NoReceiptText, request.Link());

    public static Task BadFormAsync(PaymentRequest request, int status) =>
        SayAsync(request, status, request.Texts.BadFormTitle, request.Texts.BadFormText, request.Link());

    /// <summary>429 or 503, with <c>Retry-After</c>.</summary>
    public static Task LaterAsync(HttpContext context, int status, TimeSpan wait)
    {
        var request = new PaymentRequest(context);
        context.Response.SetRetryAfter(wait);
        return status == StatusCodes.Status429TooManyRequests
            ? SayAsync(request, status, request.Texts.TooManyTitle, request.Texts.TooManyText, link: null)
            : SayAsync(request, status, request.Texts.UnavailableTitle, request.Texts.UnavailableText, link: null);
    }

    private static Task SayAsync(PaymentRequest request, int status, string title, string text, string? link) =>
        request.Service<ViewRenderer>().RenderAsync(
            request.Http, "/QrisPayments/Theming/Notice.cshtml", new NoticeModel(request, title, text, link), status);
}
