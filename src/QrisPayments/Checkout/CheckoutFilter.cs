using System.Text.RegularExpressions;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Receipts;
using QrisPayments.Settings;

namespace QrisPayments.Checkout;

/// <summary>
/// Has plugins change what checkout and receipt show: the shop as it is called and looks, the description, and on a receipt who
/// paid. All else (money, QR, addresses, tokens, states) comes from the books, whatever a filter says.
/// </summary>
internal sealed partial class CheckoutFilter(PluginFilters filters)
{
    public Task<CheckoutModel> ApplyAsync(CheckoutModel model, CancellationToken cancellationToken) =>
        filters.Any<CheckoutModel>() ? filters.ApplyAsync(model, Copy, Accept, cancellationToken) : Task.FromResult(model);

    public Task<ReceiptModel> ApplyAsync(ReceiptModel model, CancellationToken cancellationToken) =>
        filters.Any<ReceiptModel>() ? filters.ApplyAsync(model, Copy, Accept, cancellationToken) : Task.FromResult(model);

    // Lists could be cast to what they are and changed in place.
    private static CheckoutModel Copy(CheckoutModel model) => model with
    {
        Payment = model.Payment with { Items = [.. model.Payment.Items], Metadata = new Dictionary<string, string>(model.Payment.Metadata) },
    };

    private static ReceiptModel Copy(ReceiptModel model) => model with { Payment = model.Payment with { Items = [.. model.Payment.Items] } };

    private static CheckoutModel Accept(CheckoutModel before, CheckoutModel after)
    {
        var (shop, payment) = (Given(after.Shop, "Shop"), Given(after.Payment, "Payment"));
        Demand(IsName(shop.Name), "Shop.Name");
        Demand(IsLogo(shop.Logo), "Shop.Logo");
        Demand(shop.Color is null || Color().IsMatch(shop.Color), "Shop.Color");
        Demand(IsText(payment.Description, 200), "Payment.Description");
        return before with { Shop = new CheckoutShop { Name = shop.Name, Logo = shop.Logo, Color = shop.Color }, Payment = before.Payment with { Description = payment.Description } };
    }

    private static ReceiptModel Accept(ReceiptModel before, ReceiptModel after)
    {
        var (shop, payment) = (Given(after.Shop, "Shop"), Given(after.Payment, "Payment"));
        Demand(IsName(shop.Name), "Shop.Name");
        Demand(IsLogo(shop.Logo), "Shop.Logo");
        Demand(IsText(payment.Description, 200), "Payment.Description");
        var customer = payment.Customer;
        Demand(customer is null || (IsText(customer.Name, 100) && IsText(customer.Email, 254) && IsText(customer.Phone, 20)), "Payment.Customer");
        return before with { Shop = new ReceiptShop { Name = shop.Name, Logo = shop.Logo }, Payment = before.Payment with { Description = payment.Description, Customer = customer } };
    }

    private static T Given<T>(T? value, string member) where T : class => value ?? throw new PluginAnswerException($"It took {member} away.");

    private static void Demand(bool holds, string member)
    {
        if (!holds) throw new PluginAnswerException($"What it made of {member} cannot be shown.");
    }

    private static bool IsName(string? name) => name is not null && IsText(name, 200);

    private static bool IsText(string? text, int maxLength) => text is null || (text.Length <= maxLength && Faults.IsText(text));

    // As in the settings: a path of the shop's own host, or a picture inside the page.
    private static bool IsLogo(string? logo) => logo switch
    {
        null => true,
        ['/', '/' or '\\', ..] => false,
        ['/', ..] => IsText(logo, 500),
        _ => logo.StartsWith("data:image/", StringComparison.Ordinal) && logo.Length <= 200_000,
    };

    [GeneratedRegex("^#[0-9a-fA-F]{6}\\z")]
    private static partial Regex Color();
}
