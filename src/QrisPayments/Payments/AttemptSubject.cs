using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>What attempts need to know of their payment.</summary>
internal sealed record AttemptSubject
{
    public required string PaymentId { get; init; }

    /// <summary>The shop's order number.</summary>
    public required string OrderId { get; init; }

    /// <summary>What an attempt asks for before any code: the payment's amount and its fee.</summary>
    public required long Amount { get; init; }

    /// <summary>How long an attempt may be paid.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary>The only provider, if the shop wants one.</summary>
    public string? Provider { get; init; }

    /// <summary>The only method, if the shop wants one.</summary>
    public string? Method { get; init; }

    /// <summary>One line for the customer.</summary>
    public string? Description { get; init; }

    public Customer? Customer { get; init; }

    /// <summary>What is bought.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    /// <summary>The unique codes that may be added; null for the shop's own range.</summary>
    public UniqueCodeRange? Codes { get; init; }

    /// <summary>The create is answered with its code, as those of the API and of facades are.</summary>
    public bool ShowsAtOnce { get; init; }

    /// <summary>What it wants of the account that takes it.</summary>
    public RouteRequest Route => new(Amount, Provider, Method);

    /// <summary>The same, sold by the rules of a seller.</summary>
    public AttemptSubject For(Sale? sale) =>
        sale is null ? this : this with { Amount = checked(Amount + sale.FeeOf(Amount)), Codes = sale.Codes };

    public static AttemptSubject Of(string paymentId, NewPayment payment, TimeSpan expiresIn) => new()
    {
        PaymentId = paymentId, OrderId = payment.OrderId, Amount = payment.Amount, ExpiresIn = expiresIn, Provider = payment.Provider,
        Method = payment.Method, Description = payment.Description, Customer = payment.Customer, Items = payment.Items,
    };

    public static AttemptSubject Of(PaymentRow row) => new()
    {
        PaymentId = row.Id, OrderId = row.OrderId, Amount = row.Amount + row.AskedFee, ExpiresIn = TimeSpan.FromSeconds(row.ExpiresIn),
        Provider = row.WantedProvider, Method = row.WantedMethod, Description = row.Description,
        Customer = new Customer { Name = row.CustomerName, Email = row.CustomerEmail, Phone = row.CustomerPhone }, Items = row.ReadItems(),
    };
}
