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

    /// <summary>
    /// Reads a gateway's time as UTC. A time without a zone is Western Indonesian Time, since that is what gateways mean by it; a time that
    /// names its own zone keeps it.
    /// Blank, <c>0000-00-00 00:00:00</c> and what does not fit are refused, never guessed.
    /// </summary>
    /// <param name="text">What the gateway wrote.</param>
    /// <param name="at">UTC.</param>
    /// <param name="formats">
    /// The gateway's formats; without any, <c>yyyy-MM-dd HH:mm:ss</c>, the same with <c>T</c>, and ISO 8601 with a zone.
    /// </param>
    public static bool TryParse(string? text, out DateTimeOffset at, params string[] formats)
    {
        at = default;
        if (string.IsNullOrWhiteSpace(text)) return false;
        var accepted = formats is { Length: > 0 } ? formats : Formats;
        // A zone in the text makes the kind UTC; without one it stays open.
        if (!DateTime.TryParseExact(text.Trim(), accepted, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var read))
            return false;
        if (read < Earliest) return false;
        at = read.Kind == DateTimeKind.Utc ? new DateTimeOffset(read) : new DateTimeOffset(read, Offset).ToUniversalTime();
        return true;
    }

    /// <summary>
    /// Writes a moment as gateways do: <c>yyyy-MM-dd HH:mm:ss</c> in Western Indonesian Time, without a zone. What <see cref="TryParse"/>
    /// reads.
    /// </summary>
    public static string Write(DateTimeOffset at) => at.ToOffset(Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // Before the first second of QRIS nothing was paid; it also keeps the offset from leaving the calendar.
    private static readonly DateTime Earliest = new(2000, 1, 1);

    private static readonly string[] Formats =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
            "yyyy-MM-dd HH:mm:ss zzz"];
}
