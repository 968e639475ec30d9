using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>Makes a data source with whichever MySQL driver the host brings, found by name.</summary>
internal static class MySqlDriver
{
    /// <summary>A data source, or null when there is no driver.</summary>
    public static DbDataSource? Open(string connectionString)
    {
        if (Factory("MySqlConnector.MySqlConnectorFactory, MySqlConnector") is { } connector)
            return connector.CreateDataSource(WithoutReset(connectionString).ConnectionString);
        if (Factory("MySql.Data.MySqlClient.MySqlClientFactory, MySql.Data") is { } data)
            return data.CreateDataSource(WithCharset(connectionString));
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

    // A reset costs a round trip with every opening and would undo what SessionSetups remembers as done.
    private static DbConnectionStringBuilder WithoutReset(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        parts.Remove("Connection Reset");
        parts["ConnectionReset"] = "false";
        return parts;
    }

    // MySql.Data speaks the server's default character set unless told, and loses what that cannot write.
    private static string WithCharset(string connectionString)
    {
        var parts = WithoutReset(connectionString);
        if (!parts.ContainsKey("charset") && !parts.ContainsKey("character set")) parts["CharSet"] = "utf8mb4";
        return parts.ConnectionString;
    }
}
