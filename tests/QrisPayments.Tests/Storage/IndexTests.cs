using System.Data.Common;
using System.Globalization;
using Dapper;
using QrisPayments.Storage;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>
/// Every index earns its place by a statement of the module (<see cref="IndexCases"/>), or goes: each costs a write in every payment.
/// The optimizer is asked, on tables like those of a shop (<see cref="IndexSample"/>).
/// </summary>
[Collection(OnMariaDb.Name)]
public sealed class IndexTests(MariaDb database) : ModuleTests(database)
{
    /// <summary>A twentieth of the payments: more is a scan, unless it ends at a LIMIT.</summary>
    private const long MaxRows = 400;

    private const string ReadIndexes = """
        SELECT DISTINCT index_name FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name LIKE 'qris\_%' AND index_name <> 'PRIMARY'
        """;

    private DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // It makes the tables; at work on the sample, it would change it.
        await (await TestHost.StartAsync(Database, Clock)).DisposeAsync();
    }

    [Fact]
    public async Task The_optimizer_takes_the_index_that_a_statement_needs()
    {
        BreaksOnPurpose("The sample is what the optimizer judges by, and no shop's books.", [.. Invariant.All.Select(one => one.Name)]);
        await using var connection = await Database.OpenAsync();
        await IndexSample.FillAsync(connection, Now);

        var wrong = new List<string>();
        foreach (var one in IndexCases.At(Now))
        {
            var plan = await ExplainAsync(connection, one);
            if (!plan.Any(step => step.Uses(one.Index) && (step.Rows <= MaxRows || step.StopsAtLimit(one.Sql))))
                wrong.Add($"{one.Name} does not find a few rows by {one.Index}, but:\n  {string.Join("\n  ", plan)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_index_has_a_statement_that_needs_it()
    {
        await using var connection = await Database.OpenAsync();
        var stored = (await connection.QueryAsync<string>(ReadIndexes)).ToList();
        var needed = IndexCases.At(Now).Select(one => one.Index).ToList();

        var wrong = stored.Except(needed).Select(index => $"{index} is in no case of IndexCases: which statement needs it?")
            .Concat(needed.Except(stored).Select(index => $"IndexCases names {index}, which is no index of the tables."));

        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    private static async Task<List<Step>> ExplainAsync(DbConnection connection, IndexCase one)
    {
        try
        {
            var lines = await connection.QueryAsync("EXPLAIN " + one.Sql, one.Parameters);
            return [.. lines.Select(line => new Step((IDictionary<string, object?>)line))];
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{one.Name} cannot be explained.", exception);
        }
    }

    /// <summary>One line of a plan.</summary>
    private sealed class Step(IDictionary<string, object?> line)
    {
        // "1 (0%)", where another index is a filter as well.
        public long Rows { get; } = long.Parse(Text(line, "rows").Split(' ')[0].PadLeft(1, '0'), CultureInfo.InvariantCulture);

        /// <summary>Several, merged, are told apart by commas; behind a bar stands one that only filters.</summary>
        public bool Uses(string index) => Text(line, "key").Split('|')[0].Split(',').Contains(index);

        /// <summary>The index gives the rows in the order that is asked for, so that a page costs no more than its rows.</summary>
        public bool StopsAtLimit(string sql) =>
            sql.Contains(" LIMIT @", StringComparison.Ordinal) && !Text(line, "Extra").Contains("filesort", StringComparison.Ordinal);

        public override string ToString() =>
            string.Join(" | ", new[] { "table", "type", "key", "rows", "Extra" }.Select(column => Text(line, column)));

        private static string Text(IDictionary<string, object?> line, string column) =>
            Convert.ToString(line[column], CultureInfo.InvariantCulture) ?? "";
    }
}
