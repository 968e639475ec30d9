using QrisPayments.Web;

namespace QrisPayments.Console;

/// <summary>
/// The link's two steps. Opening it only asks, since mail programs, chats and browsers fetch links before a person does; the button
/// uses it up. Its token stands in the form, so no other form can do it.
/// </summary>
internal static class DevelopmentDoor
{
    public const string Path = "/open";

    private const int MaxBody = 1024;

    public static Task ShowAsync(ConsoleRequest request)
    {
        var token = request.Route("token");
        TracedAddress.Hide(request.Http, (request.Http.Request.Path.Value ?? "").Replace(token, "…", StringComparison.Ordinal));
        if (!request.Service<DevelopmentLink>().IsOffered) return NoticePages.NotFoundAsync(request);
        // A second click on the same line of the log, by the browser that is in.
        if (request.Service<DevelopmentPass>().IsWith(request.Http.Request)) return request.GoAsync("");
        var state = request.Service<DevelopmentLink>().Check(token);
        return state == LinkState.Good
            ? request.RenderAsync("Open", new OpenPage(request, request.Texts.OpenTitle, token))
            : NoticePages.LinkAsync(request, state);
    }

    public static async Task OpenAsync(ConsoleRequest request)
    {
        if (!request.Service<DevelopmentLink>().IsOffered)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        if (await FormBody.ReadAsync(request.Http.Request, MaxBody) is not FormBodyResult.Read { Form: var form })
        {
            await NoticePages.LinkAsync(request, LinkState.Wrong);
            return;
        }
        var state = request.Service<DevelopmentLink>().Use(form["token"].ToString());
        if (state != LinkState.Good)
        {
            await NoticePages.LinkAsync(request, state);
            return;
        }
        request.Service<DevelopmentPass>().Give(request);
        await request.GoAsync("");
    }
}

/// <summary>Asks whether this browser is the developer's.</summary>
internal sealed record OpenPage(ConsoleRequest Request, string Title, string Token) : ConsolePage(Request, ConsoleSection.None, Title)
{
    public string Action => Request.Link(DevelopmentDoor.Path);
}
