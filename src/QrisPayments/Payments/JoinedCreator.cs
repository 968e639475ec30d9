using System.Data.Common;
using QrisPayments.Outbox;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Makes a payment inside the host's own transaction; its attempt is opened after the commit.</summary>
internal sealed class JoinedCreator(
    Database database, PaymentPreparer preparer, PaymentReader reader, DeliveryQueue queue, OpenOrders orders)
{
    public async Task<CreateResult> CreateAsync(
        string app, NewPayment payment, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var preparation = await preparer.PrepareAsync(payment, null, showsAtOnce: false, cancellationToken);
        if (preparation is Preparation.Refused refused) return refused.Result;
        var ready = ((Preparation.Ready)preparation).Payment;
        return await database.JoinAsync(transaction, "the payment was not made",
            session => CreateAsync(session, NewPaymentRow.Of(app, ready, session.Now, attemptId: null), ready), cancellationToken);
    }

    private async Task<CreateResult> CreateAsync(DbSession session, PaymentRow row, ReadyPayment ready)
    {
        // Before anything is written, since only the host could undo it.
        if (await orders.RefuseVisitorAsync(session, row, ready) is { } refusal) return refusal;
        switch (await orders.AddAsync(session, row, ready, session.Now + ready.Subject.ExpiresIn))
        {
            case OpenOrders.Result.Refused { Answer: var answer }:
                return answer;
            case OpenOrders.Result.Added added:
                row = added.Row;
                break;
        }
        await queue.AddAsync(session,
            new NewDelivery { Kind = FirstOpening.KindName, Subject = ready.Subject.PaymentId, Receiver = Receiver.None });
        return new CreateResult.Created(reader.Read(row));
    }
}
