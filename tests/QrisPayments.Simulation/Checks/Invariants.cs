using System.Text.RegularExpressions;
using Dapper;

namespace QrisPayments.Simulation.Checks;

/// <summary>What always holds in the module's tables: named statements, each of which finds the rows that break it.</summary>
internal static partial class Invariants
{
    /// <summary>So many offenders of one are shown.</summary>
    private const int Shown = 10;

    /// <summary>What is due for longer is stuck.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(15);

    public static int Count(bool isCalm) => Read(isCalm).Count();

    /// <summary>What does not hold, each with the rows that break it; empty when everything does.</summary>
    /// <param name="connectionString">Of a MySQL or MariaDB with the module's tables.</param>
    /// <param name="isCalm">Nothing is under way.</param>
    public static async Task<IReadOnlyList<string>> CheckAsync(string connectionString, bool isCalm)
    {
        var broken = new List<string>();
        // A name in a statement that is not given a value must be an error, not a NULL.
        await using var connection = new MySqlConnection(connectionString + ";Allow User Variables=false");
        await connection.OpenAsync();
        var now = DateTime.UtcNow;
        foreach (var (name, says, sql) in Read(isCalm))
        {
            var offenders = (await connection.QueryAsync(sql, new { now, overdue = now - Overdue }, commandTimeout: 600))
                .Cast<IDictionary<string, object?>>().ToList();
            if (offenders.Count == 0) continue;
            var rows = offenders.Take(Shown)
                .Select(row => "\n    " + string.Join(", ", row.Select(column => $"{column.Key} = {column.Value}")));
            broken.Add($"{name} is broken {offenders.Count} times. {says}{string.Concat(rows)}");
        }
        return broken;
    }

    private static IEnumerable<(string Name, string Says, string Sql)> Read(bool isCalm)
    {
        var assembly = typeof(Invariants).Assembly;
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(file)!);
            foreach (Match match in Entry().Matches(reader.ReadToEnd()))
                if (isCalm || !match.Groups["calm"].Success)
                    yield return (match.Groups["name"].Value, match.Groups["says"].Value, match.Groups["sql"].Value);
        }
    }

    [GeneratedRegex(@"^-- (?<calm>calm )?(?<name>[a-z_]+): (?<says>.+)\n(?<sql>SELECT[^;]+);", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
