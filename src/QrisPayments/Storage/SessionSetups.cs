using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>
/// Remembers which of the pool's sessions were set up lately, so that this costs a round trip a minute and not one with
/// every opening. Known by the server's number for the session, which both drivers tell; a server that was restarted may
/// give a number a second time, therefore nothing is believed for longer than a minute.
/// </summary>
internal sealed class SessionSetups
{
    private const long Lasts = 60_000;
    private const int Many = 1_000;
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> NumberProperties = new();
    private readonly ConcurrentDictionary<int, long> _until = new();

    /// <summary>True when the session must be set up (again).</summary>
    public bool IsDue(DbConnection connection) =>
        Number(connection) is not { } number || !_until.TryGetValue(number, out var until) || until < Environment.TickCount64;

    public void Done(DbConnection connection)
    {
        if (Number(connection) is not { } number) return;
        var now = Environment.TickCount64;
        // Sessions come and go; what is past is of no use.
        if (_until.Count >= Many)
            foreach (var (old, until) in _until)
                if (until < now) _until.TryRemove(old, out _);
        _until[number] = now + Lasts;
    }

    /// <summary>Somebody else had the session in his hands.</summary>
    public void Forget(DbConnection connection)
    {
        if (Number(connection) is { } number) _until.TryRemove(number, out _);
    }

    private static int? Number(DbConnection connection) =>
        NumberProperties.GetOrAdd(connection.GetType(), type => type.GetProperty("ServerThread"))?.GetValue(connection) as int?;
}
