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

    /// <summary>In place of a page: it is asked for too often, or the database does not let us make it.</summary>
    public static Refusals Refusals { get; } = new(
        context => LaterAsync(context, texts => texts.TooManyTitle, texts => texts.TooManyText),
        (context, _) => LaterAsync(context, texts => texts.UnavailableTitle, texts => texts.UnavailableText));

    private static Task LaterAsync(HttpContext context, Func<PageTexts, string> title, Func<PageTexts, string> text)
    {
        var request = new PaymentRequest(context);
        return SayAsync(request, context.Response.StatusCode, title(request.Texts), text(request.Texts), request.Link());
    }

    private static Task SayAsync(PaymentRequest request, int status, string title, string text, string? link) =>
        request.Service<ViewRenderer>().RenderAsync(
            request.Http, "/QrisPayments/Theming/Notice.cshtml", new NoticeModel(request, title, text, link), status);
}
