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
    private readonly ConcurrentDictionary<(string Server, int Number), Setup> _known = new();

    /// <summary>True when the session must be set up (again).</summary>
    public bool IsDue(DbConnection connection) =>
        Key(connection) is not { } key || !_known.TryGetValue(key, out var setup) || setup.IsForgotten
            || setup.Until < Environment.TickCount64;

    public void Done(DbConnection connection)
    {
        if (Key(connection) is not { } key) return;
        var now = Environment.TickCount64;
        // Sessions come and go; what is past is of no use.
        if (_known.Count >= Many)
            foreach (var (old, setup) in _known)
                if (setup.Until < now) _known.TryRemove(old, out _);
        _known[key] = new Setup(now + Lasts, IsForgotten: false);
    }

    /// <summary>
    /// The session's state may change from here on, so it is set up at its next opening, unless <see cref="Remember"/> is called before.
    /// </summary>
    public void Forget(DbConnection connection) => Set(connection, isForgotten: true);

    /// <summary>Its state has not changed after all.</summary>
    public void Remember(DbConnection connection) => Set(connection, isForgotten: false);

    private void Set(DbConnection connection, bool isForgotten)
    {
        if (Key(connection) is { } key && _known.TryGetValue(key, out var setup))
            _known[key] = setup with { IsForgotten = isForgotten };
    }

    private static (string, int)? Key(DbConnection connection) =>
        NumberProperties.GetOrAdd(connection.GetType(), type => type.GetProperty("ServerThread"))?.GetValue(connection) is int number
            ? (connection.DataSource, number)
            : null;

    private readonly record struct Setup(long Until, bool IsForgotten);
}
