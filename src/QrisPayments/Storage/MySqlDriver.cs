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

    /// <summary>A data source, or null when there is no driver.</summary>
    public static DbDataSource? Open(string connectionString)
    {
        if (Factory("MySqlConnector.MySqlConnectorFactory, MySqlConnector") is { } connector)
            return connector.CreateDataSource(With(connector, connectionString, ("DateTimeKind", "Utc")));
        if (Factory("MySql.Data.MySqlClient.MySqlClientFactory, MySql.Data") is { } data)
            // It speaks the server's default character set unless told, and loses what that cannot write.
            return data.CreateDataSource(With(data, connectionString, ("Character Set", "utf8mb4")));
        return null;
    }

    /// <summary>How many connections the pool of this connection string may hold; both drivers take 100 when it does not say.</summary>
    public static int PoolSize(DbConnectionStringBuilder parts)
    {
        foreach (var key in (string[])["maximum pool size", "max pool size", "maximumpoolsize", "maxpoolsize"])
            if (parts.TryGetValue(key, out var value)
                && int.TryParse(value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
                return size;
        return 100;
    }

    private static DbProviderFactory? Factory(string typeName) =>
        Type.GetType(typeName)?.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory;

    /// <summary>By the driver's own builder, which knows each option's other names and refuses what is none.</summary>
    private static string With(DbProviderFactory factory, string connectionString, (string Option, object Value) own)
    {
        var parts = factory.CreateConnectionStringBuilder()!;
        parts.ConnectionString = connectionString;
        foreach (var (option, value) in Ours) parts[option] = value;
        parts[own.Option] = own.Value;
        return parts.ConnectionString;
    }
}
