using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace QrisPayments.Sqlite;

/// <summary>
/// Opens the try-out database. The module finds this class by its name, so that a host without the package carries no
/// native library.
/// </summary>
public static class SqliteTryout
{
    /// <summary>A data source on one file, in WAL mode, with foreign keys; the file is made when it is missing.</summary>
    /// <param name="path">The file's full path.</param>
    public static DbDataSource Open(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            // Also the time that a writer waits for another one, seconds.
            DefaultTimeout = 15,
        }.ToString();
        // Write-ahead logging is a property of the file: readers no longer wait for the one writer.
        using (var connection = new SqliteConnection(connectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            command.ExecuteNonQuery();
        }
        return SqliteFactory.Instance.CreateDataSource(connectionString);
    }
}
