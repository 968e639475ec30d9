using System.Globalization;

namespace DemoStore.Languages;

/// <summary>Points in time as people in Malang read them (WIB, UTC+7).</summary>
internal static class When
{
    private static readonly string[] MonthsId = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
    private static readonly string[] MonthsEn = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary><c>5 Mei 2026, 17.05 WIB</c>, or <c>5 May 2026, 17:05 WIB</c>.</summary>
    /// <param name="utc">UTC, of whatever kind the database driver gave it.</param>
    public static string Day(Language say, DateTime utc)
    {
        var wib = utc.AddHours(7);
        var month = say.Code == "en" ? MonthsEn[wib.Month - 1] : MonthsId[wib.Month - 1];
        return string.Create(CultureInfo.InvariantCulture, $"{wib.Day} {month} {wib.Year}, {Clock(say, utc)}");
    }

    /// <summary><c>17.05 WIB</c>, or <c>17:05 WIB</c>.</summary>
    public static string Clock(Language say, DateTime utc)
    {
        var wib = utc.AddHours(7);
        return string.Create(CultureInfo.InvariantCulture, $"{wib.Hour:00}{(say.Code == "en" ? ':' : '.')}{wib.Minute:00} WIB");
    }
}
