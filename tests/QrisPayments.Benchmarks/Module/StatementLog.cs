using System.Text.RegularExpressions;
using Dapper;

namespace QrisPayments.Benchmarks.Module;

/// <summary>What the server was asked while something ran, by its own general log, without the values.</summary>
internal static partial class StatementLog
{
    // What the module does by itself at any moment: looking for what is due. Its host is otherwise idle while we look.
    private static readonly string[] Background =
    [
        "SELECT id FROM qris_payments WHERE status = ? AND expires_at <=",
        "FROM qris_attempts WHERE state = ? AND lease_until <",
        "FROM qris_deliveries WHERE kind = ? AND state = ? AND receiver = ?",
        "UPDATE qris_deliveries SET state = ?, last_error = ? WHERE state = ? AND give_up_at <",
        "FROM qris_deliveries WHERE kind = ? AND state = ? AND receiver >",
        "DELETE FROM qris_idempotency WHERE created_at <",
        "SELECT DISTINCT account FROM qris_webhooks WHERE state IN",
    ];

    public static async Task<List<string>> OfAsync(string connectionString, Func<Task> work)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("SET GLOBAL log_output = 'TABLE'");
        await connection.ExecuteAsync("TRUNCATE mysql.general_log");
        await connection.ExecuteAsync("SET GLOBAL general_log = 1");
        await work();
        await connection.ExecuteAsync("SET GLOBAL general_log = 0");
        var me = await connection.ExecuteScalarAsync<long>("SELECT CONNECTION_ID()");
        var lines = await connection.QueryAsync<(long Thread, string Kind, byte[] Text)>(
            "SELECT CAST(thread_id AS SIGNED), command_type, CAST(argument AS BINARY) FROM mysql.general_log WHERE thread_id <> @me",
                new { me });
        // Thread by thread: what runs in the background has a connection of its own.
        return [.. lines.GroupBy(line => line.Thread)
            .Select(thread => thread.Select(line => line.Kind == "Query"
            ? Shape(System.Text.Encoding.UTF8.GetString(line.Text))
            : line.Kind).ToList())
            .SelectMany(WithoutBackground)];
    }

    private static List<string> WithoutBackground(List<string> statements)
    {
        var kept = new List<string>();
        foreach (var statement in statements)
        {
            if (IsBackground(statement)) DropOpening(kept);
            else kept.Add(statement);
        }
        // The background may have been about to begin when we stopped looking.
        DropOpening(kept);
        return kept;

        // What opens a connection: a database to be in (MySql.Data), a session to set up.
        static void DropOpening(List<string> kept)
        {
            while (kept.Count > 0 && (IsSetUp(kept[^1]) || kept[^1] == "Init DB")) kept.RemoveAt(kept.Count - 1);
        }
    }

    /// <summary>Sets up the session: a cost of the module's own, which the twin does not share.</summary>
    public static bool IsSetUp(string statement) => statement.StartsWith("SET SESSION innodb_lock_wait_timeout", StringComparison.Ordinal);

    private static bool IsBackground(string statement) => Background.Any(part => statement.Contains(part, StringComparison.Ordinal));

    private static string Shape(string statement) => Spaces().Replace(Values().Replace(statement, "?"), " ").Trim();

    [GeneratedRegex(@"'(?:[^'\\]|\\.|'')*'|\b[0-9]+(?:\.[0-9]+)?\b|\bNULL\b|\b[Tt]rue\b|\b[Ff]alse\b")]
    private static partial Regex Values();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
