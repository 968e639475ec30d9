using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Makes payments: stored first, opened at a provider afterwards.</summary>
internal sealed class PaymentCreator(PaymentPreparer preparer, PaymentStart start, AttemptOpener opener, Database database)
{
    public async Task<CreateOutcome> CreateAsync(
        string app, NewPayment payment, IdempotencyKey? key, CancellationToken cancellationToken, Sale? sale = null)
    {
        var preparation = await preparer.PrepareAsync(payment, sale, cancellationToken);
        if (preparation is Preparation.Refused refused) return new CreateOutcome.Answered(refused.Result);
        var ready = ((Preparation.Ready)preparation).Payment;
        var stored = await start.RunAsync(app, ready, key, cancellationToken);
        if (stored is PaymentStart.Result.Ended ended) return ended.Outcome;

        // From here on the payment stands; a caller that goes away must not leave it half opened.
        var opened = await opener.OpenAsync(ready.Subject, ((PaymentStart.Result.Started)stored).Attempt, key, CancellationToken.None);
        if (opened.Status != PaymentStatus.Failed) return new CreateOutcome.Answered(new CreateResult.Created(opened));
        if (sale is not null)
            await database.RunAsync(async session =>
            {
                await sale.ReleaseAsync(session, opened.Id);
                return true;
            }, CancellationToken.None);
        return new CreateOutcome.Answered(new CreateResult.ProviderUnavailable("Every provider declined this payment. Try again later."));
    }
}
