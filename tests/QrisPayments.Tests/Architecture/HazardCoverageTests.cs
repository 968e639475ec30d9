using System.Text.RegularExpressions;

namespace QrisPayments.Tests.Architecture;

/// <summary>
/// Every hazard that is known about the gateways has a test that bears its id: the ids are the table's in which the gateways' texts
/// and what was seen of them in practice were compared.
/// </summary>
public sealed partial class HazardCoverageTests
{
    private static readonly (char Gateway, int Last)[] Table = [('M', 10), ('W', 12), ('P', 11), ('Q', 19), ('B', 20), ('G', 13)];

    [Fact]
    public void Every_hazard_is_named_by_a_test()
    {
        string[] ids = [.. Table.SelectMany(part => Enumerable.Range(1, part.Last).Select(number => $"{part.Gateway}{number}"))];
        var tests = Path.Combine(Root(), "tests");
        var named = Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(tests, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .SelectMany(file => Hazards(File.ReadAllText(file)))
            .ToHashSet();

        var missing = ids.Where(id => !named.Contains(id)).ToList();
        Assert.True(missing.Count == 0, $"No test bears the name of {string.Join(", ", missing)}.");
        var unknown = named.Except(ids).ToList();
        Assert.True(unknown.Count == 0, $"There is no hazard {string.Join(", ", unknown)}.");
    }

    [Theory]
    [InlineData("[Fact]", true)]
    [InlineData("[Fact(DisplayName = \"a\")]", true)]
    [InlineData("[Theory]\n    [InlineData(1)]", true)]
    [InlineData("[InlineData(1)]\n    [Theory]\n    [InlineData(2)]", true)]
    [InlineData("", false)]
    [InlineData("// [Fact]", false)]
    [InlineData("[Benchmark]", false)]
    [InlineData("[Facts]", false)]
    [InlineData("[Fact]\n    public void Another() { }\n", false)]
    public void Only_what_runs_as_a_test_counts(string above, bool counts)
    {
        foreach (var kind in new[] { "void", "Task", "async Task" })
            Assert.Equal(counts ? ["M9"] : [], Hazards($"{{\n    {above}\n    public {kind} M9_is_seen()\n"));
    }

    private static IEnumerable<string> Hazards(string source) =>
        TestName().Matches(source).SelectMany(test => Id().Matches(test.Groups[1].Value)).Select(id => id.Value);

    /// <summary>The first method below a test's attribute; between them stand attributes alone, and no empty line.</summary>
    [GeneratedRegex(@"^[ \t]+\[(?:Fact|Theory)\b(?:(?!\n[ \t]*\r?\n|^[ \t]+public )[\s\S])*^[ \t]+public (?:async Task|Task|void) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestName();

    /// <summary>A name may begin with several: <c>B2_B16_the_qr_is_chosen…</c>.</summary>
    [GeneratedRegex("(?<=^|_)[MWPQBG][0-9]{1,2}(?=_)")]
    private static partial Regex Id();

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Embeddable.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
