using System.Globalization;
using System.Text;
using Microsoft.Extensions.Hosting;
using QrisPayments.Foundation;
using QrisPayments.Hosting;

namespace QrisPayments.Storage;

/// <summary>The name under which a shop owns its tables is shown to people, who must see all of it.</summary>
internal sealed class ShopIdRule(IHostEnvironment environment) : IOptionsRule
{
    public const string Setting = "QrisPayments:ShopId";

    public const int MaxLength = 64;

    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        if (IsShopId(Of(options, environment))) yield break;
        yield return new Fault(Setting, "shop_id_invalid", options.ShopId is null
            ? $"{Setting} is not set, and the application's name, '{environment.ApplicationName}', is no valid default. "
                + $"Set it to 1–{MaxLength} visible characters."
            : $"{Setting} must have 1–{MaxLength} visible characters, such as kopi-lereng. "
                + "Remove the setting to use the application's name.");
    }

    /// <summary>A setting that is there but empty is a mistake, and not the default.</summary>
    public static string Of(QrisPaymentsOptions options, IHostEnvironment environment) =>
        options.ShopId ?? environment.ApplicationName ?? "";

    /// <summary>Single spaces are visible between two characters, and names of applications may have them.</summary>
    public static bool IsShopId(string id) =>
        id.Length is > 0 and <= MaxLength && id[0] != ' ' && id[^1] != ' ' && !id.Contains("  ", StringComparison.Ordinal)
        && Faults.IsText(id) && id.EnumerateRunes().All(rune => rune.Value == ' ' || IsVisible(rune));

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
