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
        var preparation = await preparer.PrepareAsync(payment, null, cancellationToken);
        if (preparation is Preparation.Refused refused) return refused.Result;
        var ready = ((Preparation.Ready)preparation).Payment;
        var session = database.Join(transaction, cancellationToken);
        try
        {
            var row = NewPaymentRow.Of(app, ready, session.Now, attemptId: null);
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
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.NoTransaction)
        {
            throw new InvalidOperationException("The transaction is over, so the payment was not made: MySQL and MariaDB commit it "
                + "implicitly at CREATE, ALTER, DROP and other DDL. Run DDL when the application starts, not in a transaction.", exception);
        }
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
        {
            throw new QrisTransientException("The database asked for a repeat (deadlock or lock wait). "
                + "Roll your transaction back and run all of it again.", exception);
        }
    }
}
