using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Payments;

namespace QrisPayments.Api;

/// <summary>A create's body as <see cref="NewPayment"/>. What the values must be like is checked where payments are made.</summary>
internal static class NewPaymentFields
{
    /// <param name="fields">The body.</param>
    /// <param name="app">Who asks.</param>
    /// <param name="warnings">What of the payer's details does not fit.</param>
    public static NewPayment Read(ApiFields fields, ApiApp app, List<Fault> warnings)
    {
        var payment = new NewPayment
        {
            OrderId = fields.RequiredText("order_id", 64) ?? "",
            Amount = fields.RequiredInteger("amount") ?? 0,
            Description = fields.Shown("description"),
            Customer = ContactRules.Fit(Customer(fields, warnings), warnings),
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

    private static Customer? Customer(ApiFields fields, List<Fault> warnings)
    {
        if (!fields.Has("customer")) return null;
        if (fields.TryObject("customer") is not { } customer)
        {
            warnings.Add(new Fault("customer", ContactRules.LeftOut, "customer was left out: it must be an object."));
            return null;
        }
        return new Customer { Name = Detail("name"), Email = Detail("email"), Phone = Detail("phone") };

        string? Detail(string name)
        {
            var text = customer.Loose(name);
            if (text is null && customer.Has(name))
                warnings.Add(new Fault($"customer.{name}", ContactRules.LeftOut, $"customer.{name} was left out: it must be text."));
            return text;
        }
    }

    private static PaymentItem Item(ApiFields item) => new()
    {
        Id = item.Shown("id"),
        Name = item.RequiredShown("name", 200) ?? "",
        Price = item.RequiredInteger("price") ?? 0,
        Quantity = (int)Math.Clamp(item.Integer("quantity") ?? 1, int.MinValue, int.MaxValue),
    };

    // Out of range either way; clamped so that the span itself cannot overflow.
    private static TimeSpan? Seconds(long? seconds) => seconds is { } value ? TimeSpan.FromSeconds(Math.Clamp(value, -1, 1_000_000)) : null;
}
