using Microsoft.AspNetCore.Http;
using QrisPayments.Storage;
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

    /// <summary>In place of a page that the database did not let us make.</summary>
    public static Task UnavailableAsync(HttpContext context, DatabaseTrouble trouble)
    {
        var request = new PaymentRequest(context);
        return SayAsync(request, StatusCodes.Status503ServiceUnavailable, request.Texts.UnavailableTitle, request.Texts.UnavailableText,
            request.Link());
    }

    private static Task SayAsync(PaymentRequest request, int status, string title, string text, string? link) =>
        request.Service<ViewRenderer>().RenderAsync(
            request.Http, "/QrisPayments/Theming/Notice.cshtml", new NoticeModel(request, title, text, link), status);
}
