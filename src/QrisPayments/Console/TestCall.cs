using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Console;

/// <summary>
/// Asks one account to open a small amount, to see whether it can. There is no payment and no attempt in our books; at a
/// gateway that is reached over a network it is a transaction like any other. Its total is taken like any other, too: no
/// customer is asked for it meanwhile.
/// </summary>
internal sealed class TestCall(Database database, TotalReserver reserver, ProviderCalls calls, TimeProvider clock,
    IOptions<PaymentOptions> payments, IOptions<MatchingOptions> options)
{
    private static readonly TimeSpan TimeBox = TimeSpan.FromSeconds(20);

    public async Task<TestResult> RunAsync(ProviderAccount account, long amount, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var attemptId = PublicId.New("att");
        var expiresAt = now + payments.Value.Expiry;
        var code = account.Traits.NeedsUniqueAmount ? await TakeAsync(account, attemptId, amount, now, expiresAt, cancellationToken) : 0;
        if (code is null) return new TestResult.NoTotalFree();
        var watch = Stopwatch.StartNew();
        var answer = await calls.OpenAsync(account, new OpenRequest
        {
            AttemptId = attemptId, PaymentId = PublicId.New("pay"),
            OrderId = "TEST-" + now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            Amount = amount, UniqueCode = code.Value, TotalAmount = amount + code.Value, ExpiresAt = expiresAt, Description = "Test call",
        }, TimeBox, cancellationToken);
        return answer is OpenAnswer.Given { Result: var result }
            ? new TestResult.Answered(result, watch.Elapsed)
            : new TestResult.NotAsked();
    }

    /// <summary>A total of its own, or null when none is free.</summary>
    private async Task<int?> TakeAsync(ProviderAccount account, string attemptId, long amount, DateTimeOffset now, DateTimeOffset expiresAt,
        CancellationToken cancellationToken)
    {
        using var underway = reserver.Begin();
        var taken = await database.TransactAsync(session =>
        {
            underway.Restart();
            return reserver.TakeAsync(session, underway, account.Id, attemptId, new TotalRequest(amount, payments.Value.MaxAmount), now,
                expiresAt + options.Value.Hold);
        }, cancellationToken);
        return taken is ReserveResult.Taken total ? total.Code : null;
    }
}
