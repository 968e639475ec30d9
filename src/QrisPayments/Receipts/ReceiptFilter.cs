using QrisPayments.Plugins;
using QrisPayments.Theming;

namespace QrisPayments.Receipts;

/// <summary>Has plugins change what a receipt shows: the shop as it is called and looks, the description, and who paid.</summary>
internal sealed class ReceiptFilter(PluginFilters filters)
{
    public Task<ReceiptModel> ApplyAsync(ReceiptModel model, CancellationToken cancellationToken) =>
        filters.Any<ReceiptModel>() ? filters.ApplyAsync(model, Copy, Accept, cancellationToken) : Task.FromResult(model);

    // A list could be cast to what it is and changed in place.
    private static ReceiptModel Copy(ReceiptModel model) =>
        model with { Payment = model.Payment with { Items = [.. model.Payment.Items] } };

    private static ReceiptModel Accept(ReceiptModel before, ReceiptModel after)
    {
        var shop = FilterRules.Required(after.Shop, "Shop");
        var payment = FilterRules.Required(after.Payment, "Payment");
        FilterRules.RequireShop(shop.Name, shop.Logo);
        FilterRules.RequireDescription(payment.Description);
        FilterRules.RequireCustomer(payment.Customer);
        return before with
        {
            Shop = new ReceiptShop { Name = shop.Name, Logo = shop.Logo },
            Payment = before.Payment with { Description = payment.Description, Customer = payment.Customer },
        };
    }
}
