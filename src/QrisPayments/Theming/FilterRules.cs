using System.Text.RegularExpressions;
using QrisPayments.Foundation;
using QrisPayments.Plugins;

namespace QrisPayments.Theming;

/// <summary>
/// What a filter of a customer's page may make of what is shown there. All else (money, QR, addresses, tokens, states) comes from the
/// books, whatever a filter says. Each method throws what the guard takes for a wrong answer.
/// </summary>
internal static partial class FilterRules
{
    public static T Required<T>(T? value, string member) where T : class =>
        value ?? throw new PluginAnswerException($"It took {member} away.");

    public static void RequireShop(string? name, string? logo)
    {
        Require(name is not null && IsText(name, 200), "Shop.Name");
        Require(IsLogo(logo), "Shop.Logo");
    }

    public static void RequireColor(string? color) => Require(color is null || Color().IsMatch(color), "Shop.Color");

    public static void RequireDescription(string? description) => Require(IsText(description, 200), "Payment.Description");

    public static void RequireCustomer(Customer? customer) => Require(
        customer is null || (IsText(customer.Name, 100) && IsText(customer.Email, 254) && IsText(customer.Phone, 20)), "Payment.Customer");

    private static void Require(bool holds, string member)
    {
        if (!holds) throw new PluginAnswerException($"What it made of {member} cannot be shown.");
    }

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
