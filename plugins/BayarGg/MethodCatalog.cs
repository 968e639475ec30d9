using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>
/// What BAYAR GG offers this account, asked for every ten minutes at most and not for every payment (WIRE B10). When it does not
/// say, nothing is refused on its account.
/// </summary>
internal sealed class MethodCatalog(BayarGgApi api, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>After a question that got no answer, customers are not made to wait for the next one at once.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>A create has 25 s in all; this must leave most of them.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<Offer>? _asking;

    /// <summary>Why a payment is not worth opening, or null.</summary>
    public async Task<OpenResult.Rejected?> RefuseAsync(string method, long amount, CancellationToken cancellationToken)
    {
        var offer = await CurrentAsync().WaitAsync(cancellationToken);
        if (offer.Methods?.FirstOrDefault(one => method.Equals(one.Id, StringComparison.OrdinalIgnoreCase)) is not { } found) return null;
        if (found is { Available: false } or { Enabled: false })
            return new OpenResult.Rejected("method_unavailable",
                $"BAYAR GG does not offer {method} to your account now{Requirements(found)}.");
        if (found.MaxAmount is { } max && max > 0 && amount > max)
            return new OpenResult.Rejected("amount_too_large", $"BAYAR GG takes at most {Rupiah.Format(max)} by {method}.");
        return null;
    }

    /// <summary>One question for all calls that wait; it belongs to none of them, so that cancelling a call does not end it.</summary>
    private Task<Offer> CurrentAsync()
    {
        lock (_gate)
        {
            var isGood = _asking is { } known
                && (!known.IsCompleted || (known.IsCompletedSuccessfully && known.Result.GoodUntil > clock.GetUtcNow()));
            if (!isGood) _asking = AskAsync();
            return _asking!;
        }
    }

    private async Task<Offer> AskAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout, clock);
        var methods = await MethodsAsync(timeout.Token);
        return new Offer(methods, clock.GetUtcNow() + (methods is null ? AfterFailure : Fresh));
    }

    private async Task<IReadOnlyList<OfferedMethod>?> MethodsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await api.MethodsAsync(cancellationToken)
                is GatewayAnswer<PaymentMethodsAnswer>.Answered { Body: { Success: true } answer }
                ? answer.Data?.PaymentMethods ?? answer.Methods
                : null;
        }
        // The create will show whether it can be reached at all.
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static string Requirements(OfferedMethod method) =>
        method.Requirements is { Count: > 0 } missing
            ? $": {string.Join("; ", missing.Take(5).Select(one => one.Length > 100 ? one[..100] : one))}"
            : "";

    private sealed record Offer(IReadOnlyList<OfferedMethod>? Methods, DateTimeOffset GoodUntil);
}
