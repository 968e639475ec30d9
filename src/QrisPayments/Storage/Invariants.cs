using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace QrisPayments.Storage;

/// <summary>Something that always holds in the books.</summary>
/// <param name="Name">One word, such as <c>paid_once</c>.</param>
/// <param name="Says">What holds, as a sentence.</param>
/// <param name="Sql">Finds the rows that break it; in every dialect, with the default prefix.</param>
/// <param name="OnlyWhenCalm">It may be broken while work is under way, and holds once nothing is.</param>
internal sealed partial record Invariant(string Name, string Says, string Sql, bool OnlyWhenCalm)
{
    /// <summary>All of <c>Storage/Invariants.sql</c>, in its order.</summary>
    public static IReadOnlyList<Invariant> All { get; } = Load();

    private static List<Invariant> Load()
    {
        using var reader = new StreamReader(typeof(Invariant).Assembly.GetManifestResourceStream("Storage/Invariants.sql")!);
        return [.. Entry().Matches(reader.ReadToEnd().ReplaceLineEndings("\n")).Select(match => new Invariant(
            match.Groups["name"].Value, match.Groups["says"].Value, match.Groups["sql"].Value.Trim(), match.Groups["calm"].Success))];
    }

    [GeneratedRegex(@"^-- (?<calm>calm )?(?<name>[a-z_]+): (?<says>.+)\n(?<sql>SELECT[^;]+);", RegexOptions.Multiline)]
    private static partial Regex Entry();
}

/// <summary>A row that breaks an invariant.</summary>
/// <param name="Invariant">Which one.</param>
/// <param name="Row">Its columns and values, as text.</param>
internal sealed record Offender(Invariant Invariant, string Row)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Invariant.Name}: {Row} ({Invariant.Says})";
}

/// <summary>Runs the invariants on a database; it only reads.</summary>
internal static class Invariants
{
    /// <summary>How many rows of one invariant are read: more say no more.</summary>
    private const int MaxRows = 20;

    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(15);

    /// <summary>The rows that break an invariant; none in good books.</summary>
    /// <param name="connection">Open, of MySQL, MariaDB or SQLite, with the module's tables.</param>
    /// <param name="tables">What they are called there.</param>
    /// <param name="now">This moment, by the clock that the module has.</param>
    /// <param name="isCalm">Nothing is under way, so what is overdue is stuck.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<Offender>> CheckAsync(
        DbConnection connection, TableNames tables, DateTimeOffset now, bool isCalm, CancellationToken cancellationToken)
    {
        var offenders = new List<Offender>();
        foreach (var invariant in Invariant.All.Where(invariant => isCalm || !invariant.OnlyWhenCalm))
            offenders.AddRange(await FindAsync(connection, tables, invariant, now, cancellationToken));
        return offenders;
    }

    private static async Task<List<Offender>> FindAsync(
        DbConnection connection, TableNames tables, Invariant invariant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = tables.In(invariant.Sql);
        // A shop's whole history is read.
        command.CommandTimeout = 600;
        foreach (var (name, value) in new[] { ("@now", now), ("@overdue", now - Overdue) })
        {
            if (!invariant.Sql.Contains(name, StringComparison.Ordinal)) continue;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value.ToDb());
            command.Parameters.Add(parameter);
        }
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var offenders = new List<Offender>();
        while (offenders.Count < MaxRows && await reader.ReadAsync(cancellationToken))
            offenders.Add(new Offender(invariant, string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(
                column => $"{reader.GetName(column)} = {Text(reader.GetValue(column))}"))));
        return offenders;
    }

    private static string Text(object value) =>
        value is DBNull ? "NULL" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
