using Microsoft.Extensions.Logging;

namespace QrisPayments.Storage;

/// <summary>Why the database did not do what was rightly asked of it.</summary>
internal enum DatabaseTrouble
{
    /// <summary>Too many want the same rows or a connection. The next try may succeed at once.</summary>
    Busy,

    /// <summary>It cannot be reached, or is not ready.</summary>
    Away,

    /// <summary>The database answers, but the module lacks a right or a table. An operator has to add it.</summary>
    Refused,

    /// <summary>It can be read and not written.</summary>
    ReadOnly,

    /// <summary>It has no room for another row.</summary>
    Full,
}

/// <summary>
/// Finds the trouble in an exception that came out of <see cref="Database"/>, which has marked it there: a network error of a gateway or a
/// fault in a handler's own statements looks the same and is not the module's.
/// </summary>
internal static class DatabaseTroubles
{
    private const string Mark = "QrisPayments.DatabaseTrouble";

    /// <summary>The trouble that ended the work; null when it is something else that went wrong.</summary>
    public static DatabaseTrouble? Of(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception.Data[Mark] is DatabaseTrouble trouble) return trouble;
        return null;
    }

    /// <summary>Marks it, in <see cref="Database"/> alone.</summary>
    public static void Set(Exception exception, DatabaseTrouble trouble) => exception.Data[Mark] = trouble;

    /// <summary>
    /// How loud a part of the module says that its work failed: an outage is told once, by <see cref="DatabaseOutage"/>, and not by each
    /// part at each try.
    /// </summary>
    /// <param name="exception">What ended the work.</param>
    /// <param name="otherwise">The level for everything else.</param>
    public static LogLevel Level(Exception exception, LogLevel otherwise) =>
        Of(exception) is null or DatabaseTrouble.Busy ? otherwise : LogLevel.Debug;

    /// <summary>When a client may ask again.</summary>
    public static TimeSpan RetryAfter(DatabaseTrouble trouble) =>
        trouble == DatabaseTrouble.Busy ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(10);
}
