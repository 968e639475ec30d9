namespace QrisPayments.Simulation.Checks;

/// <summary><c>check CONNECTION</c>: the invariants, in any database of the module.</summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(string connectionString)
    {
        try
        {
            var broken = await Invariants.CheckAsync(connectionString, isCalm: false);
            var count = Invariants.Count(isCalm: false);
            foreach (var one in broken) Console.WriteLine(one);
            Console.WriteLine($"{count - broken.Count} of {count} invariants hold.");
            return broken.Count == 0 ? 0 : 1;
        }
        catch (Exception exception) when (exception is MySqlException or ArgumentException)
        {
            Console.Error.WriteLine($"The database cannot be read: {exception.Message}");
            return 2;
        }
    }
}
