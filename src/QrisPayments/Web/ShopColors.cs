using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QrisPayments.Web;

/// <summary>
/// The shop's one colour, made into a small style sheet that stays readable whatever the shop chose. The strict CSP
/// allows no inline style, so the colours have an address of their own. The file's name carries the colour: any node
/// can make any sheet, also while a deployment with another colour is under way.
/// </summary>
internal sealed partial class ShopColors : IAssetSource
{
    public const string Default = "#2743c7";

    private Asset? _last;

    public Asset SheetFor(string? color)
    {
        var brand = Rgb.TryParse(color, out var parsed) ? parsed : Rgb.Parse(Default);
        var file = $"shop-{brand.Hex}.css";
        var last = _last;
        if (last?.File != file)
            _last = last = new Asset(file, Encoding.UTF8.GetBytes(Palette.Of(brand).ToCss()));
        return last;
    }

    public Asset? Find(string hash, string file) =>
        FileName().Match(file) is { Success: true } match
        && SheetFor("#" + match.Groups[1].Value) is var sheet
        && sheet.Hash == hash
            ? sheet
            : null;

    [GeneratedRegex("^shop-([0-9a-f]{6})\\.css$")]
    private static partial Regex FileName();
}

/// <summary>What the page's style sheet paints with, for light and for dark.</summary>
internal sealed record Palette(Shades Light, Shades Dark)
{
    public static readonly Rgb LightSurface = Rgb.Parse("#ffffff");
    public static readonly Rgb DarkSurface = Rgb.Parse("#171a21");

    // Around the cards. Of the light ones the receipt's desk is the darkest.
    public static readonly Rgb LightGround = Rgb.Parse("#eceef2");
    public static readonly Rgb DarkGround = Rgb.Parse("#0d0f14");

    public static Palette Of(Rgb brand) =>
        new(Shades.On(LightSurface, LightGround, brand, 0.93), Shades.On(DarkSurface, DarkGround, brand, 0.82));

    public string ToCss() =>
        $":root{{{Light.ToCss()}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{Dark.ToCss()}}}}}\n";
}

/// <summary>The brand colour as it is used on one surface and on the ground around it.</summary>
/// <param name="Brand">Fills the main button: the shop's colour, unchanged.</param>
/// <param name="Ink">Written on <paramref name="Brand"/>, contrast ≥ 4.5 (WCAG 2.2, 1.4.3).</param>
/// <param name="Hover">The button under the pointer; <paramref name="Ink"/> reads on it at least as well.</param>
/// <param name="Edge">Outlines the button, contrast ≥ 3 to both (1.4.11), so that a pale brand still has a button.</param>
/// <param name="Soft">A tint for backgrounds.</param>
/// <param name="Text">The brand as text, contrast ≥ 4.5 on both and on <paramref name="Soft"/>.</param>
internal sealed record Shades(Rgb Brand, Rgb Ink, Rgb Hover, Rgb Edge, Rgb Soft, Rgb Text)
{
    public const double TextContrast = 4.5;
    public const double EdgeContrast = 3;

    private static readonly Rgb White = Rgb.Parse("#ffffff");
    private static readonly Rgb Black = Rgb.Parse("#000000");

    public static Shades On(Rgb surface, Rgb ground, Rgb brand, double tint)
    {
        // One of the two always reaches 4.58: the product of the contrasts to black and to white is 21.
        var ink = White.Contrast(brand) >= TextContrast ? White : Black;
        var soft = brand.Mix(surface, tint);
        var away = surface.Contrast(White) < surface.Contrast(Black) ? Black : White;
        return new Shades(
            brand,
            ink,
            Hover: brand.Mix(ink == White ? Black : White, 0.14),
            Edge: Until(brand, away, EdgeContrast, surface, ground),
            soft,
            Text: Until(brand, away, TextContrast, surface, ground, soft));
    }

    public string ToCss() =>
        $"--brand:#{Brand.Hex};--brand-ink:#{Ink.Hex};--brand-hover:#{Hover.Hex};--brand-edge:#{Edge.Hex};"
        + $"--brand-soft:#{Soft.Hex};--brand-text:#{Text.Hex}";

    private static Rgb Until(Rgb from, Rgb towards, double contrast, params Rgb[] grounds)
    {
        for (var step = 0; step < 50; step++)
        {
            var shade = from.Mix(towards, step / 50.0);
            if (Array.TrueForAll(grounds, ground => shade.Contrast(ground) >= contrast))
                return shade;
        }
        return towards;
    }
}

/// <summary>An sRGB colour.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    public string Hex => $"{R:x2}{G:x2}{B:x2}";

    public static bool TryParse(string? text, out Rgb color)
    {
        color = default;
        if (text is not ['#', ..] || text.Length != 7
            || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        color = new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }

    public static Rgb Parse(string text) =>
        TryParse(text, out var color) ? color : throw new FormatException($"'{text}' is not a colour as #rrggbb.");

    /// <summary>0 is this colour, 1 the other.</summary>
    public Rgb Mix(Rgb other, double share) =>
        new(Mix(R, other.R, share), Mix(G, other.G, share), Mix(B, other.B, share));

    /// <summary>WCAG 2.2 contrast ratio, 1–21.</summary>
    public double Contrast(Rgb other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private double Luminance => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B);

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);

    private static double Linear(byte channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
