using QrisPayments.Plugins;
using QrisPayments.Theming;

namespace QrisPayments.Checkout;

/// <summary>Has plugins change what checkout shows: the shop as it is called and looks, and the description.</summary>
internal sealed class CheckoutFilter(PluginFilters filters)
{
    public Task<CheckoutModel> ApplyAsync(CheckoutModel model, CancellationToken cancellationToken) =>
        filters.Any<CheckoutModel>() ? filters.ApplyAsync(model, Copy, Accept, cancellationToken) : Task.FromResult(model);

    // Lists could be cast to what they are and changed in place.
    private static CheckoutModel Copy(CheckoutModel model) => model with
    {
        Payment = model.Payment with
        {
            Items = [.. model.Payment.Items],
            Metadata = new Dictionary<string, string>(model.Payment.Metadata),
        },
    };

    private static CheckoutModel Accept(CheckoutModel before, CheckoutModel after)
    {
        var shop = FilterRules.Required(after.Shop, "Shop");
        var payment = FilterRules.Required(after.Payment, "Payment");
        FilterRules.RequireShop(shop.Name, shop.Logo);
        FilterRules.RequireColor(shop.Color);
        FilterRules.RequireDescription(payment.Description);
        return before with
        {
            Shop = new CheckoutShop { Name = shop.Name, Logo = shop.Logo, Color = shop.Color },
            Payment = before.Payment with { Description = payment.Description },
        };
    }
}
