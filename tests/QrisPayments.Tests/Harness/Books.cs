using QrisPayments.Storage;

namespace QrisPayments.Tests.Harness;

/// <summary>Checks the books of a database against the module's invariants, which also the simulation runs.</summary>
internal static class Books
{
    /// <summary>Fails with every row that breaks an invariant. Work may still be under way.</summary>
    /// <param name="database">Whose books.</param>
    /// <param name="now">This moment, by the clock of its hosts.</param>
    /// <param name="except">Names of invariants that a test has broken on purpose.</param>
    public static async Task AreInOrderAsync(Database database, DateTimeOffset now, IReadOnlySet<string> except)
    {
        if (!await database.HasTablesAsync()) return;
        var wrong = (await FindAsync(database, now, isCalm: false)).Where(offender => !except.Contains(offender.Invariant.Name)).ToList();
        Assert.True(wrong.Count == 0,
            string.Join('\n', wrong.Select(offender => offender.ToString()).Prepend("The books are out of order:")));
    }

    /// <summary>The rows that break an invariant.</summary>
    public static async Task<IReadOnlyList<Offender>> FindAsync(Database database, DateTimeOffset now, bool isCalm)
    {
        await using var connection = await database.OpenAsync();
        return await Invariants.CheckAsync(connection, TableNames.Default, now, isCalm, CancellationToken.None);
    }
}
