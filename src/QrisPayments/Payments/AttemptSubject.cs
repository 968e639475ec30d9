using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>What attempts need to know of their payment.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="OrderId">The shop's order number.</param>
/// <param name="Amount">What an attempt asks for before any code: the payment's amount and its fee.</param>
/// <param name="ExpiresIn">How long an attempt may be paid.</param>
/// <param name="Provider">The only provider, if the shop wants one.</param>
/// <param name="Method">The only method, if the shop wants one.</param>
/// <param name="Description">One line for the customer.</param>
/// <param name="Customer">Who pays.</param>
/// <param name="CallbackUrl">Who is told.</param>
internal sealed record AttemptSubject(
    string PaymentId,
    string OrderId,
    long Amount,
    TimeSpan ExpiresIn,
    string? Provider,
    string? Method,
    string? Description,
    Customer? Customer,
    string? CallbackUrl)
{
    /// <summary>What it wants of the account that takes it.</summary>
    public RouteRequest Route => new(Amount, Provider, Method);

    /// <summary>What is bought.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    /// <summary>The unique codes that may be added; null for the shop's own range.</summary>
    public (int Min, int Max)? Codes { get; init; }

    /// <summary>The same, sold by the rules of a seller.</summary>
    public AttemptSubject For(Sale? sale) => sale is null ? this : this with { Amount = checked(Amount + sale.FeeOf(Amount)), Codes = sale.Codes };

    public static AttemptSubject Of(string paymentId, NewPayment payment, TimeSpan expiresIn) =>
        new(paymentId, payment.OrderId, payment.Amount, expiresIn, payment.Provider, payment.Method, payment.Description, payment.Customer, payment.CallbackUrl)
        { Items = payment.Items };

    public static AttemptSubject Of(PaymentRow row) =>
        new(row.Id, row.OrderId, row.Amount + row.AskedFee, TimeSpan.FromSeconds(row.ExpiresIn), row.WantedProvider, row.WantedMethod, row.Description,
            new Customer { Name = row.CustomerName, Email = row.CustomerEmail, Phone = row.CustomerPhone }, row.CallbackUrl)
        { Items = row.ReadItems() };
}
