using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using QrisPayments.Plugins;
using QrisPayments.Settings;
using QrisPayments.Storage;

namespace QrisPayments.Facades;

/// <summary>Calls into facades: time-boxed, and whatever goes wrong becomes an answer.</summary>
internal static class FacadeCalls
{
    /// <summary>A create may take 25 s, and has to be answered.</summary>
    private static readonly TimeSpan AnswerBox = TimeSpan.FromSeconds(30);

    /// <summary>What computes only.</summary>
    private static readonly TimeSpan LocalBox = TimeSpan.FromSeconds(2);

    private static readonly FacadeAnswer Failed = FacadeAnswer.Json(503, "{}");

    /// <summary>The facade's answer, or its own words for 503.</summary>
    /// <exception cref="Exception">The database's own, marked (<see cref="DatabaseTroubles"/>).</exception>
    public static async Task<FacadeAnswer> AnswerAsync(ActiveFacade facade, FacadeRoute route, FacadeRequest request, IFacadeShop shop,
        CancellationToken cancellationToken)
    {
        // What the plugin asked of us failed at the database: that is not the plugin's fault, and no answer of its own.
        Exception? ours = null;
        var given = await RunAsync(facade, $"answer {route.Method} {route.Path}", AnswerBox, async token =>
        {
            try
            {
                return await route.Answer(request, shop, token);
            }
            catch (Exception exception) when (DatabaseTroubles.Of(exception) is not null)
            {
                ours = exception;
                return Failed;
            }
        }, cancellationToken);
        if (ours is not null) ExceptionDispatchInfo.Throw(ours);
        return given is not null && IsSound(given)
            ? given
            : await RefuseAsync(facade,
                new FacadeRefusal(503, "The service is not available at this moment. Try again later.", TimeSpan.FromSeconds(10)));
    }

    public static async Task<FacadeAnswer> RefuseAsync(ActiveFacade facade, FacadeRefusal refusal)
    {
        var answer = await RunAsync(facade, "refuse", LocalBox, _ => Task.FromResult(facade.Facade.Refuse(refusal)),
            CancellationToken.None) is { } given && IsSound(given)
            ? given
            : Plain(refusal);
        return answer.RetryAfter is null ? answer with { RetryAfter = refusal.RetryAfter } : answer;
    }

    /// <summary>What the facade wants told.</summary>
    public static async Task<FacadeTelling> TellAsync(ActiveFacade facade, Func<FacadeCallback?> tell) =>
        await RunAsync(facade, "make a callback", LocalBox, _ => Task.FromResult(Copy(tell())), CancellationToken.None)
            ?? new FacadeTelling.Failed();

    /// <summary>For a plugin that is not there to speak for itself.</summary>
    public static FacadeAnswer Plain(FacadeRefusal refusal) =>
        FacadeAnswer.Json(refusal.Status, $"{{\"status\":\"error\",\"message\":\"{JsonEncodedText.Encode(refusal.Message)}\"}}") with
        {
            RetryAfter = refusal.RetryAfter,
        };

    /// <summary>The answer, or null. Without a breaker: what a client sends must not close the facade to the others.</summary>
    private static async Task<T?> RunAsync<T>(ActiveFacade facade, string what, TimeSpan timeBox, Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken) where T : class =>
        await facade.Plugin.FacadeGuard.RunAsync(new PluginCall(null, $"facade: {what}", timeBox), token => QuietAsync(work, token),
            cancellationToken) is PluginAnswer<T>.Given given
            ? given.Value
            : null;

    /// <summary>Keys travel in paths, queries and bodies, and an exception may quote them: its kind is all that is told.</summary>
    private static async Task<T> QuietAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(cancellationToken);
        }
        catch (Exception exception)
        {
            throw new PluginAnswerException($"It threw {exception.GetType().Name}.");
        }
    }

    // The plugin's collections are the plugin's code.
    private static FacadeTelling Copy(FacadeCallback? callback) => callback is null
        ? new FacadeTelling.Nothing()
        : new FacadeTelling.Send(callback with { Headers = callback.Headers.ToDictionary(header => header.Key, header => header.Value) });

    private static bool IsSound(FacadeAnswer answer) =>
        answer.Status is >= 200 and <= 599 && Ascii.IsValid(answer.ContentType) && !answer.ContentType.Any(char.IsControl)
        && answer.Location is null or { Length: < 2000 } && answer.Location?.Any(char.IsControl) != true;
}
