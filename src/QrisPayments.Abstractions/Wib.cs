using System.Globalization;

namespace QrisPayments;

/// <summary>
/// Western Indonesian Time (UTC+7, no daylight saving), in which gateways and people in this field speak: how a moment is
/// written for people, in Indonesian (<c>id</c>) or English (<c>en</c>).
/// </summary>
public static class Wib
{
    /// <summary>+07:00.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    // Written out, not CultureInfo("id-ID"): hosts run with invariant globalization or with edited cultures.
    private static readonly string[] Indonesian =
        ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];

    private static readonly string[] English =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary><c>17 Agustus 2026</c>, <c>17 August 2026</c>.</summary>
    public static string Date(DateTimeOffset at, string language)
    {
        var local = at.ToOffset(Offset);
        var months = language == "en" ? English : Indonesian;
        return string.Create(CultureInfo.InvariantCulture, $"{local.Day} {months[local.Month - 1]} {local.Year}");
    }

    /// <summary><c>19.45 WIB</c>; in English <c>19:45 WIB</c>.</summary>
    public static string Time(DateTimeOffset at, string language) =>
        at.ToOffset(Offset).ToString(language == "en" ? "HH':'mm 'WIB'" : "HH'.'mm 'WIB'", CultureInfo.InvariantCulture);

    /// <summary><c>17 Agustus 2026, 19.45 WIB</c>.</summary>
    public static string DateAndTime(DateTimeOffset at, string language) => $"{Date(at, language)}, {Time(at, language)}";
}
