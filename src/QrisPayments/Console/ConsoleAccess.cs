using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Console;

/// <summary>Whether a visitor may come in: exactly one of the nested records.</summary>
internal abstract record AccessResult
{
    private AccessResult() { }

    /// <param name="Role">The highest role that the visitor has.</param>
    /// <param name="Name">Who decides, for the books.</param>
    public sealed record Granted(ConsoleRole Role, string Name) : AccessResult;

    /// <summary>The visitor is not signed in; the host's own log-in comes next.</summary>
    public sealed record Challenge(IReadOnlyList<string> Schemes) : AccessResult;

    /// <param name="Missing">The setting whose policy is not named, or null when another user may.</param>
    public sealed record Refused(string? Missing) : AccessResult;
}

/// <summary>
/// Decides by the host's own policies, through the host's own schemes. Deny by default: a role whose policy is not named has
/// no one. In Development a host without policies has its <see cref="DevelopmentLink"/>.
/// </summary>
internal sealed class ConsoleAccess(IOptions<ConsoleOptions> options, DevelopmentPass pass)
{
    public const string DeveloperName = "start link (Development)";

    public async Task<AccessResult> CheckAsync(HttpContext context, ConsoleRole wanted)
    {
        AccessResult? refusal = null;
        await SignInByDefaultAsync(context);
        var signedIn = context.User;
        // The highest first: an owner is an operator, too.
        for (var role = ConsoleRole.Owner; role >= ConsoleRole.Viewer; role--)
        {
            if (await PolicyAsync(context, role) is not { } policy) continue;
            // Each policy is judged for itself: one with a scheme of its own leaves another user behind, or none.
            context.User = signedIn;
            var (result, user) = await EvaluateAsync(context, policy);
            if (result.Succeeded && role < wanted) return new AccessResult.Refused(Missing(wanted));
            if (result.Succeeded) return new AccessResult.Granted(role, user);
            // The least that would do decides whom the host asks to sign in.
            if (role >= wanted)
                refusal = result.Challenged
                    ? new AccessResult.Challenge([.. policy.AuthenticationSchemes])
                    : new AccessResult.Refused(null);
        }
        if (pass.IsWith(context.Request)) return new AccessResult.Granted(ConsoleRole.Owner, DeveloperName);
        return refusal ?? new AccessResult.Refused(Missing(wanted));
    }

    /// <summary>The setting's full name when no policy could ever allow this.</summary>
    private string? Missing(ConsoleRole wanted)
    {
        for (var role = wanted; role <= ConsoleRole.Owner; role++)
            if (!string.IsNullOrEmpty(NameOf(role))) return null;
        return $"{OptionsSections.Root}:Console:{wanted}Policy";
    }

    private string? NameOf(ConsoleRole role) => role switch
    {
        ConsoleRole.Owner => options.Value.OwnerPolicy,
        ConsoleRole.Operator => options.Value.OperatorPolicy,
        _ => options.Value.ViewerPolicy,
    };

    private async Task<AuthorizationPolicy?> PolicyAsync(HttpContext context, ConsoleRole role) =>
        NameOf(role) is { Length: > 0 } name && context.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } policies
            ? await policies.GetPolicyAsync(name)
            : null;

    private static async Task<(
        PolicyAuthorizationResult Result, string User)> EvaluateAsync(HttpContext context, AuthorizationPolicy policy)
    {
        if (context.RequestServices.GetService<IPolicyEvaluator>() is not { } evaluator) return (PolicyAuthorizationResult.Forbid(), "");
        // Sets the user, to whom the forms' tokens are then bound.
        var authenticated = await evaluator.AuthenticateAsync(policy, context);
        var result = await evaluator.AuthorizeAsync(policy, authenticated, context, context);
        return (result, context.User.Identity?.Name is { Length: > 0 } name ? name : context.User.FindFirst("sub")?.Value ?? "?");
    }

    /// <summary>A host whose pipeline authenticates elsewhere, or only where it asks for it, has not looked at this request yet.</summary>
    private static async Task SignInByDefaultAsync(HttpContext context)
    {
        if (context.Features.Get<IAuthenticateResultFeature>() is not null || context.User.Identity?.IsAuthenticated == true) return;
        if (context.RequestServices.GetService<IAuthenticationSchemeProvider>() is not { } schemes
            || await schemes.GetDefaultAuthenticateSchemeAsync() is not { } scheme)
            return;
        if ((await context.AuthenticateAsync(scheme.Name)).Principal is { } user) context.User = user;
    }
}
