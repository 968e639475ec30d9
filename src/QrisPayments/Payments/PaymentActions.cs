using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Ends payments without money, and notes what customers say.</summary>
internal sealed class PaymentActions(
    Database database, PaymentBook book, PaymentReader reader, AttemptCanceller canceller, IOptions<MatchingOptions> options)
{
    private const string FindDue = """
        SELECT id FROM qris_payments WHERE status = 'pending' AND expires_at <= @now ORDER BY expires_at LIMIT 100
        """;

    public async Task<CancelResult> CancelAsync(string id, CancellationToken cancellationToken)
    {
        if (!PublicId.Looks(id, "pay")) return new CancelResult.NotFound();
        if (await database.TransactAsync(session => book.CancelAsync(session, id, options.Value.Hold), cancellationToken) is { } cancelled)
        {
            canceller.Begin(cancelled.Id);
            return new CancelResult.Cancelled(cancelled);
        }
        return await database.RunAsync(session => reader.FindAsync(session, id), cancellationToken) switch
        {
            null => new CancelResult.NotFound(),
            { Status: PaymentStatus.Cancelled } known => new CancelResult.Cancelled(known),
            var ended => new CancelResult.NotCancellable(ended),
        };
    }

    /// <summary>"I have paid": a case for a person. False when there is nothing to note.</summary>
    public Task<bool> ClaimAsync(string id, CancellationToken cancellationToken) =>
        database.TransactAsync(session => book.ClaimAsync(session, id), cancellationToken);

    /// <summary>Expires what is due. A payment that cannot be expired keeps no other from it; the faults come together.</summary>
    public async Task ExpireDueAsync(CancellationToken cancellationToken)
    {
        var faults = new List<Exception>();
        foreach (var id in await database.RunAsync(s => s.QueryAsync<string>(FindDue, new { now = s.Now.ToDb() }), cancellationToken))
        {
            try
            {
                await database.TransactAsync(session => book.ExpireAsync(session, id), cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                faults.Add(exception);
            }
        }
        if (faults.Count > 0) throw new AggregateException(faults);
    }
}
