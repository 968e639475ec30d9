using System.Globalization;
using System.Text;
using Microsoft.Extensions.Hosting;
using QrisPayments.Foundation;

namespace QrisPayments.Storage;

/// <summary>The name under which a shop owns its tables. It is shown to people, who must see all of it.</summary>
internal static class ShopId
{
    public const int MaxLength = 64;

    /// <summary>A setting that is there but empty is a mistake, and not the default.</summary>
    public static string Of(IStorageOptions options, IHostEnvironment environment) => options.ShopId ?? environment.ApplicationName ?? "";

    /// <summary>Single spaces are visible between two characters, and names of applications may have them.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= MaxLength && id[0] != ' ' && id[^1] != ' ' && !id.Contains("  ", StringComparison.Ordinal)
        && Faults.IsText(id) && id.EnumerateRunes().All(rune => rune.Value == ' ' || IsVisible(rune));

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
