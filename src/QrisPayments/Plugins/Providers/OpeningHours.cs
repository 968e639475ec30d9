using System.Globalization;

namespace QrisPayments.Plugins.Providers;

/// <summary>Hours of every day in WIB, such as <c>07:00-22:00</c>; the end is outside, and they may run over midnight.</summary>
internal sealed record OpeningHours(TimeOnly From, TimeOnly Until)
{
    /// <summary>Null when the text cannot be read; that begins and ends are not the same is checked where it is entered.</summary>
    public static OpeningHours? Parse(string? text) =>
        text is { Length: 11 } && text[5] == '-' && Read(text[..5], out var from) && Read(text[6..], out var until) && from != until
            ? new OpeningHours(from, until)
            : null;

    public bool IsOpen(DateTimeOffset at) => Local(at).IsBetween(From, Until);

    /// <summary>How long until they begin; zero while they last.</summary>
    public TimeSpan Wait(DateTimeOffset at) => IsOpen(at) ? TimeSpan.Zero : From - Local(at);

    private static TimeOnly Local(DateTimeOffset at) => TimeOnly.FromTimeSpan(at.ToOffset(Wib.Offset).TimeOfDay);

    private static bool Read(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
