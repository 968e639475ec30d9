namespace QrisPayments.Storage;

/// <summary>
/// Time on its way into and out of the database: DATETIME(6) in UTC, passed as <see cref="DateTime"/>, because drivers
/// disagree about <see cref="DateTimeOffset"/>.
/// </summary>
internal static class UtcTime
{
    /// <summary>Now, cut to the microsecond that the database keeps, so that what is read back equals what was written.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => Cut(clock.GetUtcNow());

    public static DateTimeOffset Cut(this DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public static DateTime ToDb(this DateTimeOffset time) => time.Cut().UtcDateTime;

    public static DateTime? ToDb(this DateTimeOffset? time) => time?.ToDb();

    public static DateTimeOffset FromDb(this DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    public static DateTimeOffset? FromDb(this DateTime? time) => time?.FromDb();
}
