using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// The only writer of payments and attempts: of their states, totals and reviews. Each method works in the caller's session. A change of a
/// payment's status is a compare-and-set and writes its event with it; attempts are changed by compare-and-set, too, or under the lock that
/// the payment's own change has taken. It opens no transaction and calls no provider.
/// </summary>
/// <remarks>
/// The columns of polling (<c>poll_at</c>, <c>polls</c>, <c>waited_at</c>, <c>unread</c>, <c>unread_since</c>) are not among them: only the
/// pollers write those.
/// </remarks>
internal sealed partial class PaymentBook(EventLog events, PaymentReader reader)
{
    private const string InsertPayment = """
        INSERT INTO qris_payments (id, app, order_id, open_order_id, status, version, livemode, amount, description, customer_name,
          customer_email,
                                   customer_phone, items, metadata, callback_url, callback_shape, redirect_url,
                                   wanted_provider, wanted_method, expires_in,
                                   attempt_id, expires_at, late, form_token, fee, replaces, visitor, created_at)
        VALUES (@id, @app, @orderId, @openOrderId, 'pending', @version, @livemode, @amount, @description, @name, @email,
                @phone, @items, @metadata, @callbackUrl, @callbackShape, @redirectUrl, @provider, @method, @expiresIn,
                @attemptId, @expiresAt, 0, @formToken, @fee, @replaces, @visitor, @now)
        """;

    // Changes nothing and locks the row, in the words of every database.
    private const string LockPayment = "UPDATE qris_payments SET version = version WHERE id = @paymentId";

    private const string SetOrder = "UPDATE qris_payments SET order_id = @orderId, version = version + 1 WHERE id = @paymentId";

    /// <summary>Stores a new payment; false when its order has an open one.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="row">The payment.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <param name="isOnlyOpenOne">Its order may have no other open payment.</param>
    public async Task<bool> AddAsync(DbSession session, PaymentRow row, DateTimeOffset expiresAt, bool isOnlyOpenOne)
    {
        var stored = await session.TryInsertAsync(InsertPayment, new
        {
            id = row.Id, app = row.App, orderId = row.OrderId, openOrderId = isOnlyOpenOne ? row.OrderId : null, version = row.Version,
            livemode = row.LiveMode, amount = row.Amount, description = row.Description, name = row.CustomerName,
            email = row.CustomerEmail, phone = row.CustomerPhone, items = row.Items, metadata = row.Metadata,
            callbackUrl = row.CallbackUrl, callbackShape = row.CallbackShape, redirectUrl = row.RedirectUrl,
            provider = row.WantedProvider, method = row.WantedMethod, expiresIn = row.ExpiresIn, attemptId = row.AttemptId,
            expiresAt = expiresAt.ToDb(), formToken = row.FormToken, fee = row.AskedFee,
            replaces = row.Replaces, visitor = row.Visitor, now = row.CreatedAt,
        });
        if (stored)
            await events.AppendAsync(session, new NewEvent
            {
                PaymentId = row.Id, Version = 1, Type = PaymentEventTypes.Created, At = row.CreatedAt.FromDb(),
                Data = CreatedData(row),
            });
        return stored;
    }

    private static object CreatedData(PaymentRow row)
    {
        var app = row.App.Length == 0 ? null : row.App;
        return row.Replaces is { } replaces
            ? new { order_id = row.OrderId, amount = row.Amount, app, replaces }
            : new { order_id = row.OrderId, amount = row.Amount, app };
    }

    /// <summary>Keeps others from changing the payment until the caller's transaction ends.</summary>
    public static Task LockAsync(DbSession session, string paymentId) => session.ExecuteAsync(LockPayment, new { paymentId });

    /// <summary>Gives a payment another order number, where a facade makes one afterwards.</summary>
    public static Task RenameOrderAsync(DbSession session, string paymentId, string orderId) =>
        session.ExecuteAsync(SetOrder, new { paymentId, orderId });

    /// <summary>Notes what a gateway said when it was asked to call an attempt off.</summary>
    public Task NoteCancelAnswerAsync(DbSession session, PaymentRow payment, object data) => events.AppendAsync(session, new NewEvent
    {
        PaymentId = payment.Id, Version = payment.Version, Type = NewEvent.CancelAnswered, At = session.Now, Data = data,
    });

    /// <summary>Writes the event of a change that was just made, from the payment as it stands after it.</summary>
    private async Task<Payment> TellAsync(DbSession session, string paymentId, string type, object? data = null, string? refundId = null)
    {
        var row = (await PaymentReader.FindRowAsync(session, paymentId))!;
        await events.AppendAsync(session, new NewEvent
        {
            PaymentId = row.Id, Version = row.Version, Type = type, At = session.Now, CallbackUrl = row.CallbackUrl,
            CallbackShape = row.CallbackShape, Data = data, RefundId = refundId,
        });
        return reader.Read(row);
    }
}
