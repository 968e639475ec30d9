using Microsoft.AspNetCore.Http;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Console;

/// <summary>Pages that say why a request was not served, and what to do.</summary>
internal static class NoticePages
{
    public static Task NotFoundAsync(ConsoleRequest request) =>
        SayAsync(request, StatusCodes.Status404NotFound, request.Texts.NotFoundTitle, request.Texts.NotFoundText, request.Link());

    /// <param name="request">The request.</param>
    /// <param name="wanted">The role that it takes.</param>
    /// <param name="missing">The setting whose policy is not named.</param>
    public static Task RefusedAsync(ConsoleRequest request, ConsoleRole wanted, string? missing)
    {
        var texts = request.Texts;
        var text = missing is null ? Fill(texts.RefusedText, texts.RoleName(wanted)) : Fill(texts.NobodyText, missing);
        if (missing is not null && request.Service<DevelopmentLink>().IsOffered) text += " " + texts.LinkHint;
        var title = missing is null ? texts.RefusedTitle : texts.NobodyTitle;
        return SayAsync(request, StatusCodes.Status403Forbidden, title, text, back: null);
    }

    /// <summary>A link that does not open the console: 410 when it did, else 403.</summary>
    public static Task LinkAsync(ConsoleRequest request, LinkState state)
    {
        var texts = request.Texts;
        return state == LinkState.Over
            ? SayAsync(request, StatusCodes.Status410Gone, texts.LinkOverTitle, $"{texts.LinkOverText} {texts.LinkHint}", back: null)
            : SayAsync(request, StatusCodes.Status403Forbidden, texts.LinkWrongTitle, texts.LinkHint, back: null);
    }

    public static Task StaleFormAsync(ConsoleRequest request) =>
        SayAsync(request, StatusCodes.Status400BadRequest, request.Texts.StaleFormTitle, request.Texts.StaleFormText, request.Link());

    public static Task BadFormAsync(ConsoleRequest request, int status) =>
        SayAsync(request, status, request.Texts.BadFormTitle, request.Texts.BadFormText, request.Link());

    public static Task NeedsHttpsAsync(ConsoleRequest request) =>
        SayAsync(request, StatusCodes.Status400BadRequest, request.Texts.HttpsTitle, request.Texts.HttpsText, back: null);

    /// <summary>The host's own log-in answered with a status and nothing to read.</summary>
    public static Task SignInAsync(ConsoleRequest request, int status) =>
        SayAsync(request, status, request.Texts.SignInTitle, request.Texts.SignInText, back: null);

    /// <summary>429, with <c>Retry-After</c>.</summary>
    public static Task TooManyAsync(ConsoleRequest request, TimeSpan wait)
    {
        request.Http.Response.SetRetryAfter(wait);
        return SayAsync(request, StatusCodes.Status429TooManyRequests, request.Texts.TooManyTitle, request.Texts.TooManyText, back: null);
    }

    /// <summary>The database did not let us answer.</summary>
    public static Task UnavailableAsync(ConsoleRequest request, DatabaseTrouble trouble) =>
        SayAsync(request, StatusCodes.Status503ServiceUnavailable, request.Texts.UnavailableTitle, trouble switch
        {
            DatabaseTrouble.Busy => request.Texts.DatabaseBusyText,
            DatabaseTrouble.ReadOnly => request.Texts.DatabaseReadOnlyText,
            DatabaseTrouble.Full => request.Texts.DatabaseFullText,
            DatabaseTrouble.Refused => request.Texts.DatabaseRefusedText,
            _ => request.Texts.DatabaseAwayText,
        }, request.Link());

    public static string Fill(string text, string value) => text.Replace("{0}", value, StringComparison.Ordinal);

    private static Task SayAsync(ConsoleRequest request, int status, string title, string text, string? back) =>
        request.RenderAsync("Notice", new NoticePage(request, title, text, back), status);
}
