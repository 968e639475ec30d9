using System.Text.RegularExpressions;
using Dapper;

namespace QrisPayments.Benchmarks.Module;

/// <summary>What the server was asked while something ran, by its own general log, without the values.</summary>
internal static partial class StatementLog
{
    /// <summary>What opens and ends a transaction, whoever's it is.</summary>
    private static readonly string[] Frame = ["set session transaction isolation level read committed", "start transaction", "commit"];

    /// <summary>What the host asks by itself while it has no requests: looking for what is due.</summary>
    /// <param name="connectionString">Of the server.</param>
    /// <param name="time">Longer than the pauses of pollers. What sweeps once an hour does not show.</param>
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
        return [.. lines.Where(line => line.Kind is not ("Connect" or "Init DB" or "Quit")).GroupBy(line => line.Thread).Select(thread => thread.Select(line => line.Kind == "Query"
            ? Shape(System.Text.Encoding.UTF8.GetString(line.Text))
            : line.Kind).ToList())];
    }

    /// <summary>Without what was seen while idle: statements by themselves, and transactions that hold nothing else.</summary>
    private static IEnumerable<string> WithoutPollers(List<string> statements, IReadOnlySet<string> idle)
    {
        var (kept, work) = (new List<string>(), new List<string>());
        foreach (var statement in statements)
        {
            work.Add(statement);
            if (statement != "commit" && work.Any(earlier => Frame.Contains(earlier))) continue;
            Take();
        }
        Take();
        return kept;

        void Take()
        {
            var own = work.Where(statement => !Frame.Contains(statement) && !IsSetUp(statement)).ToList();
            if (own.Count > 0 && !own.TrueForAll(idle.Contains)) kept.AddRange(work);
            work.Clear();
        }
    }

    /// <summary>Sets up the session, once a minute: a cost of the module's own, which the twin does not share.</summary>
    private static bool IsSetUp(string statement) => statement.StartsWith("SET SESSION character_set_client", StringComparison.Ordinal);

    private static string Shape(string statement) => Spaces().Replace(Values().Replace(statement, "?"), " ").Trim();

    [GeneratedRegex(@"'(?:[^'\\]|\\.|'')*'|\b[0-9]+(?:\.[0-9]+)?\b|\bNULL\b|\b[Tt]rue\b|\b[Ff]alse\b")]
    private static partial Regex Values();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
