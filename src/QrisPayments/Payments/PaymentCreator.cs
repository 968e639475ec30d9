using System.Diagnostics;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// Makes payments: stored first, opened at a provider afterwards, so that no webhook can arrive before its row; the other way round where
/// the first provider in question calls no gateway.
/// </summary>
internal sealed class PaymentCreator(
    PaymentPreparer preparer, LocalStart local, PaymentStart start, AttemptOpener opener, Database database)
{
    /// <summary>
    /// Makes a payment. A client, who has an app, is answered with the code by which it is paid, so it is shown from the start; the shop's
    /// own code is not (<see cref="ShownPayments.WithoutCodes"/>).
    /// </summary>
    public async Task<CreateOutcome> CreateAsync(
        string app, NewPayment payment, IdempotencyKey? key, CancellationToken cancellationToken, Sale? sale = null)
    {
        var preparation = await preparer.PrepareAsync(payment, sale, showsAtOnce: app.Length > 0, cancellationToken);
        if (preparation is Preparation.Refused refused) return new CreateOutcome.Answered(refused.Result);
        var ready = ((Preparation.Ready)preparation).Payment;
        var watch = Stopwatch.StartNew();
        var first = await local.CreateAsync(app, ready, key, cancellationToken);
        if (first is LocalResult.Open { Payment: var payable }) return new CreateOutcome.Answered(new CreateResult.Created(payable));
        if (first is LocalResult.Refused refusedFirst) return refusedFirst.Outcome;

        var stored = await start.RunAsync(app, ready, key, cancellationToken);
        if (stored is PaymentStart.Result.Ended ended) return ended.Outcome;
        var attempt = ((PaymentStart.Result.Started)stored).Attempt;
        // Another account may have come first when the first one's totals ran out meanwhile.
        var given = attempt.Attempt.Account == ready.Accounts[0] ? (first as LocalResult.StoreFirst)?.Answer : null;
        // From here on the payment stands; a caller that goes away must not leave it half opened.
        var opened = await opener.OpenAsync(ready.Subject, attempt, key, CancellationToken.None, given, watch.Elapsed);
        if (opened.Status != PaymentStatus.Failed) return new CreateOutcome.Answered(new CreateResult.Created(opened));
        if (sale is not null)
            await database.RunAsync(async session =>
            {
                await sale.ReleaseAsync(session, opened.Id);
                return true;
            }, CancellationToken.None, mayRepeat: true);
        return new CreateOutcome.Answered(new CreateResult.ProviderUnavailable("Every provider declined this payment. Try again later."));
    }
}
