using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>Makes a data source with whichever MySQL driver the host brings, found by name.</summary>
internal static class MySqlDriver
{
    /// <summary>What our statements rely on, whatever the host's connection string says. Both drivers know these names.</summary>
    private static readonly (string Option, object Value)[] Ours =
    [
        // A reset costs a round trip with every opening and would undo what SessionSetups remembers as done.
        ("Connection Reset", false),
        // Our transactions commit by themselves; in a host's own we join when its DbTransaction is passed in.
        ("Auto Enlist", false),
        // A compare-and-set counts the rows that it found, also when they already held the new values.
        ("Use Affected Rows", false),
        // A date is read as DateTime and as nothing else.
        ("Allow Zero Datetime", false),
    ];

    /// <summary>
    /// A handler's DbContext uses our connection, and Pomelo refuses one without this. Only then, since a misspelt parameter of a statement
    /// is an error without it, and NULL with it.
    /// </summary>
    private static readonly (string Option, object Value)[] OfEntityFramework =
        Type.GetType("QrisPayments.DbContextPayments, QrisPayments.EntityFrameworkCore") is null ? [] : [("Allow User Variables", true)];

    /// <summary>A data source and how many connections its pool may hold, or null when there is no driver.</summary>
    public static (DbDataSource Source, int PoolSize)? Open(string connectionString)
    {
        if (Factory("MySqlConnector.MySqlConnectorFactory, MySqlConnector") is { } connector)
            // We set the session's sql_mode, in which a backslash escapes. A driver that did not know it would let a text end its literal.
            // A connection that was used within five seconds is not pinged, which would be a round trip with every opening. If it was lost,
            // the work runs again (Database).
            return Open(connector, connectionString, ("DateTimeKind", "Utc"), ("No Backslash Escapes", false),
                ("Connection Idle Ping Time", 5));
        // It speaks the server's default character set unless told, and loses what that cannot write.
        if (Factory("MySql.Data.MySqlClient.MySqlClientFactory, MySql.Data") is { } data)
            return Open(data, connectionString, ("Character Set", "utf8mb4"));
        return null;
    }

    private static DbProviderFactory? Factory(string typeName) =>
        Type.GetType(typeName)?.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory;

    private static (DbDataSource, int) Open(DbProviderFactory factory, string connectionString, params (string Option, object Value)[] own)
    {
        // The driver's own builder knows every alias of an option, and rejects an unknown one.
        var parts = factory.CreateConnectionStringBuilder()!;
        parts.ConnectionString = connectionString;
        foreach (var (option, value) in Ours.Concat(OfEntityFramework).Concat(own)) parts[option] = value;
        var poolSize = Convert.ToInt64(parts["Maximum Pool Size"], CultureInfo.InvariantCulture);
        return (factory.CreateDataSource(parts.ConnectionString), (int)Math.Clamp(poolSize, 1, int.MaxValue));
    }
}
