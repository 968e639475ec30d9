using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Storage;

/// <summary>
/// Says once that the database is away, read-only, full or refuses something, with the remedy, and once that it is well again, however
/// many requests and workers met it.
/// </summary>
internal sealed class DatabaseOutage(DatabaseSource source, ILogger<DatabaseOutage> logger)
{
    /// <summary>An outage is over when none of its failures was seen for so long, or a server that flickers would fill the log.</summary>
    private const long Calm = 2_000;

    /// <summary>A missing right shows only when it is needed, which may be once in a while.</summary>
    private const long CalmOfRefused = 60_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<DatabaseTrouble, Ongoing> _ongoing = [];
    private volatile bool _some;
    private volatile bool _isWatching;

    /// <summary>From here on outages are told of; before, the host's start tells of them itself.</summary>
    public void Watch() => _isWatching = true;

    /// <summary>Marks an exception of the database's and begins an outage if it is one. Always false, so that it catches nothing.</summary>
    public bool Saw(Exception exception)
    {
        var fault = exception is DbException error ? source.Dialect.Classify(error) : DbFault.Unreachable;
        if (Kind(exception, fault) is not { } trouble) return false;
        DatabaseTroubles.Set(exception, trouble);
        if (trouble == DatabaseTrouble.Busy || !_isWatching) return false;
        var now = Environment.TickCount64;
        lock (_lock)
        {
            if (_ongoing.TryGetValue(trouble, out var ongoing))
            {
                ongoing.Last = now;
                ongoing.Failures++;
                return false;
            }
            _ongoing.Add(trouble, new Ongoing { Began = now, Last = now, Failures = 1 });
            _some = true;
        }
        logger.LogError(new EventId(2701, "DatabaseOutage"),
            "The database {What} ({Setting}): {Reason}. Requests are answered with 503 and background work waits until it is well again; "
            + "no restart is needed. {Remedy}", What(trouble), source.Setting, exception.Message.Trim().TrimEnd('.'),
            trouble == DatabaseTrouble.Away
                ? $"Look at the server, the network and {source.Setting}."
                : DatabaseFaults.Remedy(fault, source.Setting));
        return false;
    }

    /// <summary>Work went through.</summary>
    /// <param name="since">
    /// When it began (<see cref="Environment.TickCount64"/>): what began before the last failure proves nothing.
    /// </param>
    /// <param name="hasWritten">It changed rows, or could have.</param>
    public void Works(long since, bool hasWritten)
    {
        if (!_some) return;
        List<(DatabaseTrouble, Ongoing)> over = [];
        lock (_lock)
        {
            foreach (var (trouble, ongoing) in _ongoing)
                if ((hasWritten || trouble == DatabaseTrouble.Away)
                    && since >= ongoing.Last + (trouble == DatabaseTrouble.Refused ? CalmOfRefused : Calm))
                    over.Add((trouble, ongoing));
            foreach (var (trouble, _) in over) _ongoing.Remove(trouble);
            _some = _ongoing.Count > 0;
        }
        foreach (var (trouble, ongoing) in over)
            logger.LogWarning(new EventId(2702, "DatabaseOutageOver"),
                "The database is well again ({Setting}). It {What} for about {Seconds} s; {Failures} pieces of work failed meanwhile",
                source.Setting, Was(trouble), (ongoing.Last - ongoing.Began) / 1000, ongoing.Failures);
    }

    private static DatabaseTrouble? Kind(Exception exception, DbFault fault) => exception switch
    {
        DatabaseBusyException => DatabaseTrouble.Busy,
        DbException => fault switch
        {
            DbFault.Transient => DatabaseTrouble.Busy,
            DbFault.Unreachable or DbFault.NotReady or DbFault.TooManyConnections => DatabaseTrouble.Away,
            DbFault.AccessDenied or DbFault.NotAllowed or DbFault.DatabaseMissing or DbFault.TableMissing => DatabaseTrouble.Refused,
            DbFault.ReadOnly => DatabaseTrouble.ReadOnly,
            DbFault.Full => DatabaseTrouble.Full,
            _ => null,
        },
        // The network's own, which drivers let through while they open a connection or begin a transaction.
        SocketException or IOException or TimeoutException => DatabaseTrouble.Away,
        _ => null,
    };

    private static string What(DatabaseTrouble trouble) => trouble switch
    {
        DatabaseTrouble.ReadOnly => "takes no changes",
        DatabaseTrouble.Full => "is full",
        DatabaseTrouble.Refused => "refuses what the module needs",
        _ => "cannot be used",
    };

    private static string Was(DatabaseTrouble trouble) => trouble switch
    {
        DatabaseTrouble.ReadOnly => "took no changes",
        DatabaseTrouble.Full => "was full",
        DatabaseTrouble.Refused => "refused what the module needs",
        _ => "could not be used",
    };

    private sealed class Ongoing
    {
        public required long Began { get; init; }

        public required long Last { get; set; }

        public required int Failures { get; set; }
    }
}
