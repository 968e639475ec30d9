namespace QrisPayments.Payments;

/// <summary>What attempts need to know of their payment.</summary>
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
    /// <summary>What is bought.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    public static AttemptSubject Of(string paymentId, NewPayment payment, TimeSpan expiresIn) =>
        new(paymentId, payment.OrderId, payment.Amount, expiresIn, payment.Provider, payment.Method, payment.Description, payment.Customer, payment.CallbackUrl)
        { Items = payment.Items };

    public static AttemptSubject Of(PaymentRow row) =>
        new(row.Id, row.OrderId, row.Amount, TimeSpan.FromSeconds(row.ExpiresIn), row.WantedProvider, row.WantedMethod, row.Description,
            new Customer { Name = row.CustomerName, Email = row.CustomerEmail, Phone = row.CustomerPhone }, row.CallbackUrl)
        { Items = row.ReadItems() };
}
