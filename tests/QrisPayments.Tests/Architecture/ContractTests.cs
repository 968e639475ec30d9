using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using QrisPayments.Outbox;
using QrisPayments.Settings;

namespace QrisPayments.Tests.Architecture;

/// <summary>What the public contract promises about its own shape and words.</summary>
public sealed partial class ContractTests
{
    private static readonly string[] Assemblies = ["QrisPayments.Abstractions", "QrisPayments.Codec", "QrisPayments.Testing"];

    /// <summary>Closed for good: a fault is field, code and message; a reference wraps one value.</summary>
    private static readonly string[] Positional = ["Fault", "Given", "Made"];

    [Fact]
    public void Public_records_can_grow()
    {
        // A positional record cannot: one more parameter takes its old constructor and Deconstruct away.
        var positional = Assemblies.SelectMany(name => Assembly.Load(name).GetExportedTypes())
            .Where(type => type.GetMethods()
            .Any(method => method.Name == "Deconstruct" && method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)))
            .Select(type => type.Name);

        Assert.Equal(Positional, positional.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("QrisPayments.Abstractions")]
    [InlineData("QrisPayments.Testing")]
    public void The_contract_names_no_gateway(string project) =>
        Assert.DoesNotContain(Lines(project, _ => true), line => Vendor().IsMatch(line.Replace(" ", "", StringComparison.Ordinal)));

    [Fact]
    public void Public_docs_give_reasons_and_no_ids_of_documents_that_are_elsewhere() =>
        Assert.DoesNotContain(
            Assemblies.SelectMany(project => Lines(project, line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)))
                .Concat(DocsOfPublicTypes()),
            line => Elsewhere().IsMatch(line));

    /// <summary>In the module and the plugins most types are internal, and their docs are for those who have the documents.</summary>
    private static IEnumerable<string> DocsOfPublicTypes()
    {
        var folders = new[] { Path.Combine(DependencyTests.Root(), "src", "QrisPayments"),
            Path.Combine(DependencyTests.Root(), "plugins") };
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .Select(file => (Name: Path.GetFileName(file), Lines: File.ReadAllLines(file)))
            .Where(file => file.Lines.Any(line => line.StartsWith("public ", StringComparison.Ordinal))).ToList();
        Assert.True(files.Count > 20, "Public types are found by lines that begin with public.");
        return from file in files
               from line in file.Lines
               where line.TrimStart().StartsWith("///", StringComparison.Ordinal)
               select $"{file.Name}: {line.Trim()}";
    }

    private static IEnumerable<string> Lines(string project, Func<string, bool> wanted)
    {
        var files = Directory.EnumerateFiles(Path.Combine(DependencyTests.Root(), "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj")).ToList();
        Assert.NotEmpty(files);
        return files.SelectMany(file => File.ReadLines(file).Where(wanted).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
    }

    [GeneratedRegex("qiospay|okeconnect|mamzpay|midtrans|paydigital|bayargg|tripay|xendit", RegexOptions.IgnoreCase)]
    private static partial Regex Vendor();

    [GeneratedRegex(@"WIRE|DESIGN|\b[MWPQBG][0-9]{1,2}\b")]
    private static partial Regex Elsewhere();
}
