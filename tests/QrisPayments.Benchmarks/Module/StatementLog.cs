using System.Text.RegularExpressions;
using Dapper;

namespace QrisPayments.Benchmarks.Module;

/// <summary>What the server was asked while something ran, by its own general log, without the values.</summary>
internal static partial class StatementLog
{
    /// <summary>What begins, ends and sets up: of a request's as of a poller's transactions.</summary>
    private static readonly string[] Frame = ["set session transaction isolation level read committed", "start transaction", "commit", "Init DB"];

    /// <summary>What the host asks by itself while nobody asks it anything: looking for what is due.</summary>
    /// <param name="connectionString">Of the server.</param>
    /// <param name="time">Longer than the longest pause of those who look.</param>
    public static async Task<IReadOnlySet<string>> WhileIdleAsync(string connectionString, TimeSpan time) =>
        (await ReadAsync(connectionString, () => Task.Delay(time))).SelectMany(thread => thread).Except(Frame).Where(shape => !IsSetUp(shape))
            .ToHashSet();

    public static async Task<List<string>> OfAsync(string connectionString, IReadOnlySet<string> idle, Func<Task> work) =>
        [.. (await ReadAsync(connectionString, work)).SelectMany(thread => WithoutPollers(thread, idle))];

    /// <summary>By connection: each poller has one of its own for the moment.</summary>
    private static async Task<List<List<string>>> ReadAsync(string connectionString, Func<Task> work)
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
        return [.. lines.GroupBy(line => line.Thread).Select(thread => thread.Select(line => line.Kind == "Query"
            ? Shape(System.Text.Encoding.UTF8.GetString(line.Text))
            : line.Kind).ToList())];
    }

    private static List<string> WithoutPollers(List<string> statements, IReadOnlySet<string> idle)
    {
        var kept = new List<string>();
        foreach (var statement in statements.Where(statement => !idle.Contains(statement)))
        {
            // What was in this transaction is gone: so is the transaction.
            if (statement == "commit" && kept is [.., "start transaction"]) DropOpening(kept);
            else kept.Add(statement);
        }
        // A poller may have been about to begin when we stopped looking.
        DropOpening(kept);
        return kept;

        static void DropOpening(List<string> kept)
        {
            while (kept.Count > 0 && (IsSetUp(kept[^1]) || (kept[^1] != "commit" && Frame.Contains(kept[^1])))) kept.RemoveAt(kept.Count - 1);
        }
    }

    /// <summary>Sets up the session: a cost of the module's own, which the twin does not share.</summary>
    public static bool IsSetUp(string statement) => statement.StartsWith("SET SESSION character_set_client", StringComparison.Ordinal);

    private static string Shape(string statement) => Spaces().Replace(Values().Replace(statement, "?"), " ").Trim();

    [GeneratedRegex(@"'(?:[^'\\]|\\.|'')*'|\b[0-9]+(?:\.[0-9]+)?\b|\bNULL\b|\b[Tt]rue\b|\b[Ff]alse\b")]
    private static partial Regex Values();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
