using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Console;

/// <summary>What every request to the console goes through: who, how often, whether the form is ours. In this order.</summary>
internal sealed class ConsoleGate(ConsoleAccess access, DevelopmentLink link, IOptions<LimitOptions> options) : IDisposable
{
    private const int MaxBody = 128 * 1024;

    // By person: a stranger who is refused uses up no user's share.
    private readonly TokenBuckets<string> _users = new(options.Value.ConsoleBurst, options.Value.ConsolePerSecond);

    public static RequestDelegate Guard(ConsoleRoute route) =>
        context => context.RequestServices.GetRequiredService<ConsoleGate>().RunAsync(context, route);

    public void Dispose() => _users.Dispose();

    private async Task RunAsync(HttpContext context, ConsoleRoute route)
    {
        var request = new ConsoleRequest(context, route.Pattern);
        try
        {
            if (await LetInAsync(request, route)) await route.Handler(request);
        }
        // The database is down, or the statement still failed after its repeats.
        catch (Exception exception) when (!context.Response.HasStarted && DatabaseTroubles.Of(exception) is not null)
        {
            var trouble = DatabaseTroubles.Of(exception)!.Value;
            context.Response.SetRetryAfter(DatabaseTroubles.RetryAfter(trouble));
            await NoticePages.UnavailableAsync(request, trouble);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The visitor has gone.
        }
    }

    private async Task<bool> LetInAsync(ConsoleRequest request, ConsoleRoute route)
    {
        if (route.Opens && link.IsOffered) return true;
        switch (await access.CheckAsync(request.Http, route.Role))
        {
            case AccessResult.Challenge challenge:
                await ChallengeAsync(request, challenge.Schemes);
                // A scheme without a page of its own, such as Basic or a bearer token.
                if (request.Http.Response is { HasStarted: false, StatusCode: >= 400 and var status, ContentType: null })
                    await NoticePages.SignInAsync(request, status);
                return false;
            case AccessResult.Refused refused:
                await NoticePages.RefusedAsync(request, route.Role, refused.Missing);
                return false;
            case AccessResult.Granted granted:
                request.Role = granted.Role;
                request.User = granted.Name;
                break;
        }
        if (!_users.TryTake(request.User, out var wait))
        {
            await NoticePages.TooManyAsync(request, wait);
            return false;
        }
        return HttpMethods.IsPost(route.Method) ? await IsOurFormAsync(request) : await HandOutTokenAsync(request);
    }

    /// <summary>The host's own log-in, which leads back to a page: a form's address cannot be opened.</summary>
    private static async Task ChallengeAsync(ConsoleRequest request, IReadOnlyList<string> schemes)
    {
        var context = request.Http;
        var properties = HttpMethods.IsPost(context.Request.Method)
            ? new AuthenticationProperties { RedirectUri = request.Link() }
            : new AuthenticationProperties();
        if (schemes.Count == 0)
        {
            // A host with policies but without a way to sign in.
            if (context.RequestServices.GetService<IAuthenticationSchemeProvider>() is not { } known
                || await known.GetDefaultChallengeSchemeAsync() is null)
                await NoticePages.RefusedAsync(request, ConsoleRole.Viewer, null);
            else
                await context.ChallengeAsync(properties);
            return;
        }
        foreach (var scheme in schemes) await context.ChallengeAsync(scheme, properties);
    }

    private static async Task<bool> HandOutTokenAsync(ConsoleRequest request)
    {
        if (!await CookieMayBeSetAsync(request)) return false;
        request.Token = request.Service<IAntiforgery>().GetAndStoreTokens(request.Http);
        // The framework writes its own idea of these.
        ConsoleHeaders.Apply(request.Http.Response);
        return true;
    }

    private static async Task<bool> IsOurFormAsync(ConsoleRequest request)
    {
        if (!await CookieMayBeSetAsync(request)) return false;
        switch (await FormBody.ReadAsync(request.Http.Request, MaxBody))
        {
            case FormBodyResult.Refused refused:
                await NoticePages.BadFormAsync(request, refused.Status);
                return false;
            case FormBodyResult.Read read:
                request.Form = read.Form;
                break;
        }
        // Read once, with our bound; the check below reads it from here.
        request.Http.Features.Set<IFormFeature>(new FormFeature(request.Form));
        try
        {
            await request.Service<IAntiforgery>().ValidateRequestAsync(request.Http);
            return true;
        }
        catch (AntiforgeryValidationException)
        {
            await NoticePages.StaleFormAsync(request);
            return false;
        }
    }

    /// <summary>A host may allow its antiforgery cookie on https only; over http the framework would throw.</summary>
    private static async Task<bool> CookieMayBeSetAsync(ConsoleRequest request)
    {
        if (request.Http.Request.IsHttps
            || request.Service<IOptions<AntiforgeryOptions>>().Value.Cookie.SecurePolicy != CookieSecurePolicy.Always)
            return true;
        await NoticePages.NeedsHttpsAsync(request);
        return false;
    }
}
