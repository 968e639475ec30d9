using System.Text;
using System.Text.RegularExpressions;
using Dapper;

namespace QrisPayments.Benchmarks.Module;

/// <summary>What the server was asked while something ran, by its own general log, without the values.</summary>
internal static partial class StatementLog
{
    /// <summary>What opens and ends a transaction, whoever's it is.</summary>
    private static readonly string[] Frame = ["set transaction isolation level read committed", "start transaction", "commit"];

    /// <summary>What the host asks by itself while it has no requests: looking for what is due.</summary>
    /// <param name="connectionString">Of the server.</param>
    /// <param name="time">Longer than the pauses of pollers. What sweeps once an hour does not show.</param>
    public static async Task<IReadOnlySet<string>> WhileIdleAsync(string connectionString, TimeSpan time) =>
        (await ReadAsync(connectionString, () => Task.Delay(time))).SelectMany(thread => thread).SelectMany(sent => sent)
            .Where(statement => !IsFrame(statement)).ToHashSet();

    /// <summary>What was sent together, a line each.</summary>
    public static async Task<List<string>> OfAsync(string connectionString, IReadOnlySet<string> idle, Func<Task> work) =>
    [
        .. (await ReadAsync(connectionString, work)).SelectMany(thread => WithoutPollers(thread, idle))
            .Select(sent => string.Join("; ", sent)),
    ];

    /// <summary>By connection: each poller has one of its own for the moment.</summary>
    private static async Task<List<List<string[]>>> ReadAsync(string connectionString, Func<Task> work)
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
        return
        [
            .. from line in lines
               where line.Kind is not ("Connect" or "Init DB" or "Quit")
               group line by line.Thread into thread
               select (from line in thread
                       let sent = line.Kind == "Query" ? Statements(Encoding.UTF8.GetString(line.Text)) : [line.Kind]
                       where sent.Length > 0
                       select sent).ToList(),
        ];
    }

    /// <summary>Without what was seen while idle: statements by themselves, and transactions that hold nothing else.</summary>
    private static IEnumerable<string[]> WithoutPollers(List<string[]> thread, IReadOnlySet<string> idle)
    {
        var (kept, work, isOpen) = (new List<string[]>(), new List<string[]>(), false);
        foreach (var sent in thread)
        {
            work.Add(sent);
            foreach (var statement in sent)
                isOpen = IsFrame(statement) ? !statement.Equals("commit", StringComparison.OrdinalIgnoreCase) : isOpen;
            if (!isOpen) Take();
        }
        Take();
        return kept;

        void Take()
        {
            var own = work.SelectMany(sent => sent).Where(statement => !IsFrame(statement)).ToList();
            if (own.Count > 0 && !own.TrueForAll(idle.Contains)) kept.AddRange(work);
            work.Clear();
        }
    }

    private static bool IsFrame(string statement) => Frame.Contains(statement, StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets up the session, once a minute: a cost of the module's own, which the twin does not share.</summary>
    private static bool IsSetUp(string statement) =>
        statement == "ROLLBACK" || statement.StartsWith("SET SESSION ", StringComparison.Ordinal);

    private static string[] Statements(string sent) =>
    [
        .. Shape(sent).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(statement => !IsSetUp(statement)),
    ];

    private static string Shape(string statement) => Spaces().Replace(Values().Replace(statement, "?"), " ").Trim();

    [GeneratedRegex(@"'(?:[^'\\]|\\.|'')*'|\b[0-9]+(?:\.[0-9]+)?\b|\bNULL\b|\b[Tt]rue\b|\b[Ff]alse\b")]
    private static partial Regex Values();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
