using System.Globalization;

namespace QrisPayments.Midtrans.Wire;

/// <summary>Times as Midtrans wants them.</summary>
internal static class MidtransTime
{
    /// <summary><c>2026-04-16 12:30:00 +0700</c>.</summary>
    public static string Write(DateTimeOffset at) =>
        at.ToOffset(Wib.Offset).ToString("yyyy-MM-dd HH:mm:ss '+0700'", CultureInfo.InvariantCulture);

    /// <summary>
    /// A start and whole minutes that end exactly when the attempt does. Left to itself Midtrans would wait as long as its
    /// account is set to.
    /// </summary>
    public static (string Start, int Minutes) Until(DateTimeOffset end, DateTimeOffset now)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling((end - now).TotalMinutes));
        return (Write(end - TimeSpan.FromMinutes(minutes)), minutes);
    }
}
