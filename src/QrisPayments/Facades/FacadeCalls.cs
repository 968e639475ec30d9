using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using QrisPayments.Plugins;

namespace QrisPayments.Facades;

/// <summary>Calls into facades: time-boxed, and whatever goes wrong becomes an answer.</summary>
internal sealed class FacadeCalls(ILogger<FacadeCalls> logger)
{
    /// <summary>A create may take 25 s, and has to be answered.</summary>
    private static readonly TimeSpan AnswerBox = TimeSpan.FromSeconds(30);

    /// <summary>What computes only.</summary>
    private static readonly TimeSpan LocalBox = TimeSpan.FromSeconds(2);

    /// <summary>The facade's answer, or its own words for 503.</summary>
    public async Task<FacadeAnswer> AnswerAsync(ActiveFacade facade, FacadeRoute route, FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken) =>
        await RunAsync(facade, $"answer {route.Method} {route.Path}", AnswerBox, token => route.Answer(request, shop, token), cancellationToken) is { } answer && IsSound(answer)
            ? answer
            : await RefuseAsync(facade, new FacadeRefusal(503, "The service is not available at this moment. Try again later.", TimeSpan.FromSeconds(10)));

    public async Task<FacadeAnswer> RefuseAsync(ActiveFacade facade, FacadeRefusal refusal)
    {
        var answer = await RunAsync(facade, "refuse", LocalBox, _ => Task.FromResult(facade.Facade.Refuse(refusal)), CancellationToken.None) is { } given && IsSound(given) ? given : Plain(refusal);
        return answer.RetryAfter is null ? answer with { RetryAfter = refusal.RetryAfter } : answer;
    }

    /// <summary>What the facade wants told; null in <c>Callback</c> for nothing. Not <c>Told</c> when it failed.</summary>
    public async Task<(bool Told, FacadeCallback? Callback)> TellAsync(ActiveFacade facade, Func<FacadeCallback?> tell)
    {
        var told = await RunAsync(facade, "make a callback", LocalBox, _ => Task.FromResult(new Box(tell())), CancellationToken.None);
        return (told is not null, told?.Callback);
    }

    /// <summary>For a plugin that is not there to speak for itself.</summary>
    public static FacadeAnswer Plain(FacadeRefusal refusal) =>
        FacadeAnswer.Json(refusal.Status, $"{{\"status\":\"error\",\"message\":\"{JsonEncodedText.Encode(refusal.Message)}\"}}") with { RetryAfter = refusal.RetryAfter };

    private async Task<T?> RunAsync<T>(ActiveFacade facade, string what, TimeSpan timeBox, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeBox);
        try
        {
            // On a pool thread, so that a plugin that never yields holds none of ours; WaitAsync, so that one that ignores its token
            // cannot make us wait.
            return await Task.Run(() => work(limit.Token), limit.Token).WaitAsync(timeBox, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        // Keys travel in paths, queries and bodies, and an exception may quote them: its kind is all that is said.
        catch (Exception exception)
        {
            logger.LogError("Facade {Plugin} failed to {What}: {Kind}", facade.PluginId, what, exception.GetType().Name);
            return null;
        }
    }

    private static bool IsSound(FacadeAnswer answer) =>
        answer.Status is >= 200 and <= 599 && Ascii.IsValid(answer.ContentType) && !answer.ContentType.Any(char.IsControl)
        && answer.Location is null or { Length: < 2000 } && answer.Location?.Any(char.IsControl) != true;

    private sealed record Box(FacadeCallback? Callback);
}
