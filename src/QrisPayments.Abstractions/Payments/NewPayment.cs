namespace QrisPayments;

/// <summary>What a shop wants paid.</summary>
public sealed record NewPayment
{
    /// <summary>
    /// The shop's order number, 1–64 characters. While it has an open payment, a second create answers with that one
    /// (<see cref="CreateResult.OrderHasOpenPayment"/>), or, if amount or items differ, with <see cref="CreateResult.OrderChanged"/>.
    /// </summary>
    public required string OrderId { get; init; }

    /// <summary>
    /// Whole rupiah, 1 up to <c>QrisPayments:Payments:MaxAmount</c> (10,000,000 by default: Bank Indonesia's limit per
    /// QRIS transaction). A unique code of 1–999 rupiah may come on top, so that the total alone identifies the payment.
    /// </summary>
    public required long Amount { get; init; }

    /// <summary>One line for the customer, up to 200 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Who pays.</summary>
    public Customer? Customer { get; init; }

    /// <summary>What is paid for, at most 100 lines.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    /// <summary>An http(s) address that is told of every outcome, signed as Standard Webhooks. Up to 500 characters.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>
    /// Where checkout leads the customer back to: a path of the shop itself (<c>/orders/7</c>) or an absolute address.
    /// An absolute address must be https (http only on the loopback interface). Up to 500 characters.
    /// </summary>
    public string? RedirectUrl { get; init; }

    /// <summary>
    /// Only this provider (a plugin id such as <c>static-qris</c>, or one account of it such as <c>static-qris.second</c>); otherwise the
    /// shop's order of providers decides.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>Only this method of the provider, such as <c>qris</c>.</summary>
    public string? Method { get; init; }

    /// <summary>How long it may be paid, 60 s to 24 h; <c>QrisPayments:Payments:Expiry</c> (15 min) when not given.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>
    /// The order may have changed since its open payment was made. If it has, that payment is cancelled and a new one is made, with an id
    /// of its own, in one transaction; an unchanged order answers with its open payment. Money that still comes for the former payment,
    /// also for one that had ended before, becomes a case for a person and pays neither of them. If the order was paid meanwhile, nothing is made
    /// (<see cref="CreateResult.OrderPaid"/>).
    /// </summary>
    /// <remarks>
    /// An order has changed when the amount differs; when the items differ by id, price or quantity (an item without an id also by its
    /// name; their sequence does not count); when a provider or method is named that the open payment neither was asked for nor uses; or
    /// when one of both moves real money and the other does not. Description, customer, addresses, expiry and metadata change nothing.
    /// </remarks>
    public bool Replace { get; init; }

    /// <summary>
    /// Who asks for it, as the shop tells its visitors apart: an address (<c>PaymentVisitor.Of(HttpContext)</c>), a session, a customer's
    /// number; 1–200 characters. One visitor has at most <c>QrisPayments:Limits:OpenPerVisitor</c> payments open at once, so that no
    /// stranger can hold every total of a price (<see cref="CreateResult.TooManyOpen"/>). Null counts for no visitor. Only its hash is
    /// stored.
    /// </summary>
    public string? Visitor { get; init; }

    /// <summary>The shop's own notes, handed back unread: at most 20 keys of 1–40 characters, values up to 500.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
