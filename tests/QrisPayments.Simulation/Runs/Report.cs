using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Runs;

/// <summary>What a run says at its end.</summary>
internal static class Report
{
    public static void Write(Findings findings, Figures figures, Workplace place)
    {
        Console.WriteLine();
        foreach (var (what, count) in figures.All) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,8}  {what}"));
        Console.WriteLine();
        if (!place.Failed)
        {
            Console.WriteLine("Everything held.");
            return;
        }
        Console.WriteLine($"{findings.All.Count} things did not hold. The logs and the database are in {place.Folder}");
        foreach (var finding in findings.All) Console.WriteLine("- " + finding);
    }
}
