using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Web;

namespace QrisPayments.Theming;

/// <summary>Rules over <c>QrisPayments:Checkout</c>: all of it ends up in headers, in a style sheet or in front of customers.</summary>
internal sealed partial class CheckoutOptionsRules(IOptions<CheckoutOptions> options) : IOptionsRule
{
    private const string Section = OptionsSections.Root + ":Checkout:";
    private const int MaxName = 60;

    /// <summary>A logo inside the page is sent with every page.</summary>
    private const int MaxInlineLogo = 64 * 1024;

    public IEnumerable<Fault> Check()
    {
        var checkout = options.Value;
        foreach (var (origin, index) in checkout.FrameAncestors.Select((origin, index) => (origin, index)))
        {
            // One wildcard label is the CSP's own syntax.
            if (origin != "'self'" && !IsOrigin(origin?.Replace("://*.", "://any.", StringComparison.Ordinal)))
                yield return Wrong($"FrameAncestors:{index}", "invalid_origin",
                    $"'{origin}' is not an origin. Write scheme, host and port only, such as https://shop.example, or 'self'.");
        }
        if (checkout.ShopName is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > MaxName || Faults.HasControls(name)))
            yield return Wrong("ShopName", "invalid_name", $"Write the shop's name in 1–{MaxName} characters, or leave the setting out.");
        if (checkout.Logo is { } logo && !IsLogo(logo))
            yield return Wrong("Logo", "invalid_logo",
                "The logo must be a path on the shop's own host (/img/logo.svg) or a data:image/… address in base64 of at most "
                + $"{MaxInlineLogo / 1024} KB: the page asks no other host for anything.");
        if (checkout.Color is { } color && !Rgb.TryParse(color, out _))
            yield return Wrong("Color", "invalid_color", $"'{color}' is not a colour. Write it as #rrggbb, such as #0f766e.");
    }

    private static Fault Wrong(string setting, string code, string message) => new(Section + setting, code, message);

    private static bool IsOrigin(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0
        && Ascii().IsMatch(text);

    private static bool IsLogo(string text) =>
        text.StartsWith("data:", StringComparison.Ordinal)
            ? text.Length <= MaxInlineLogo && DataImage().IsMatch(text)
            : LocalPath().IsMatch(text);

    [GeneratedRegex("^[A-Za-z0-9:/.\\[\\]-]+$")]
    private static partial Regex Ascii();

    [GeneratedRegex("^data:image/(png|jpeg|gif|webp|svg\\+xml);base64,[A-Za-z0-9+/]+={0,2}$")]
    private static partial Regex DataImage();

    // Not //host, and no backslash, which browsers read as a slash.
    [GeneratedRegex(@"^/(?![/\\])[^\s\\""'<>]{0,499}$")]
    private static partial Regex LocalPath();
}
