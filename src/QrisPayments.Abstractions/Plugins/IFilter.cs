using QrisPayments.Checkout;
using QrisPayments.Receipts;

namespace QrisPayments.Plugins;

/// <summary>
/// Changes a value on its way: <see cref="NewPayment"/> before a payment is made (checked again afterwards),
/// <see cref="CheckoutModel"/> before the page is rendered, <see cref="ReceiptModel"/> before a receipt is, and
/// <see cref="CallbackPayload"/> before a callback is signed and sent. Return the value itself, or a changed copy.
/// </summary>
/// <remarks>
/// What may be changed: of a new payment all but its order number; of checkout and receipt the shop (name, logo, colour), the
/// payment's description and, on a receipt, the customer; of a callback, members may be added. Everything else stays as the books
/// have it: money, QR, addresses, states and documented members are not a filter's to change.
/// A filter that throws, answers nothing or takes longer than 2 seconds is passed over: the value goes on as it was, and the
/// fault is shown with the plugin's name. A filter must be safe for concurrent use and do no I/O that a customer would wait for.
/// </remarks>
public interface IFilter<TValue> where TValue : class
{
    /// <summary>The value that goes on.</summary>
    ValueTask<TValue> ApplyAsync(TValue value, CancellationToken cancellationToken);
}
