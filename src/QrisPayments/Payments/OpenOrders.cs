using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Answers a create whose order has an open payment already.</summary>
internal sealed class OpenOrders(Database database, PaymentReader reader)
{
    public async Task<CreateResult> RefuseAsync(DbSession session, string app, string orderId)
    {
        // A host's own transaction may look at an older snapshot than the one that refused the row.
        var open = await reader.FindOpenAsync(session, app, orderId)
            ?? await database.RunAsync(fresh => reader.FindOpenAsync(fresh, app, orderId), session.CancellationToken);
        return open is null
            ? new CreateResult.ProviderUnavailable($"The open payment of order {orderId} ended this very moment. Try again.")
            : new CreateResult.OrderHasOpenPayment(open);
    }
}
