using QrisPayments.Apps;
using QrisPayments.Payments;

namespace QrisPayments.Api;

/// <summary>A create's body as <see cref="NewPayment"/>. What the values must be like is checked where payments are made.</summary>
internal static class NewPaymentFields
{
    public static NewPayment Read(ApiFields fields, ApiApp app)
    {
        var customer = fields.Object("customer");
        var payment = new NewPayment
        {
            OrderId = fields.RequiredText("order_id", 64) ?? "",
            Amount = fields.RequiredInteger("amount") ?? 0,
            Description = fields.Text("description"),
            Customer = customer is null
                ? null
                : new Customer { Name = customer.Text("name"), Email = customer.Text("email"), Phone = customer.Text("phone") },
            Items = [.. fields.Objects("items").Select(Item)],
            CallbackUrl = fields.Text("callback_url") ?? app.CallbackUrl,
            RedirectUrl = fields.Text("redirect_url"),
            Provider = fields.Text("provider"),
            Method = fields.Text("method"),
            Replace = fields.Flag("replace") ?? false,
            ExpiresIn = Seconds(fields.Integer("expires_in")),
            Metadata = fields.Map("metadata"),
        };
        return payment;
    }

    private static PaymentItem Item(ApiFields item) => new()
    {
        Id = item.Text("id"),
        Name = item.RequiredText("name", 200) ?? "",
        Price = item.RequiredInteger("price") ?? 0,
        Quantity = (int)Math.Clamp(item.Integer("quantity") ?? 1, int.MinValue, int.MaxValue),
    };

    // Out of range either way; clamped so that the span itself cannot overflow.
    private static TimeSpan? Seconds(long? seconds) => seconds is { } value ? TimeSpan.FromSeconds(Math.Clamp(value, -1, 1_000_000)) : null;
}
