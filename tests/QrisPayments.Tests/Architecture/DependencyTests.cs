using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace QrisPayments.Tests.Architecture;

/// <summary>Dependencies point one way: Codec ← Abstractions ← QrisPayments ← host, and Abstractions ← plugins.</summary>
public sealed class DependencyTests
{
    private static readonly string Output = AppContext.BaseDirectory;

    [Theory]
    [InlineData("QrisPayments.Codec.dll", new string[0])]
    [InlineData("QrisPayments.Abstractions.dll", new[] { "QrisPayments.Codec" })]
    [InlineData("QrisPayments.dll", new[] { "QrisPayments.Abstractions", "QrisPayments.Codec" })]
    [InlineData("QrisPayments.EntityFrameworkCore.dll", new[] { "QrisPayments.Abstractions", "QrisPayments.Codec" })]
    [InlineData("QrisPayments.Sqlite.dll", new string[0])]
    // The conformance suite loads plugins through the module itself, as a host does. Nothing that ships in a shop knows it.
    [InlineData("QrisPayments.Testing.dll", new[] { "QrisPayments.Abstractions", "QrisPayments.Codec", "QrisPayments" })]
    [InlineData("plugins/static-qris/QrisPayments.StaticQris.dll", new[] { "QrisPayments.Abstractions", "QrisPayments.Codec" })]
    public void An_assembly_knows_only_what_stands_before_it(string file, string[] allowed) =>
        Assert.Empty(References(file).Where(name => name.StartsWith("QrisPayments", StringComparison.Ordinal)).Except(allowed));

    [Fact]
    public void The_module_references_no_database_driver() =>
        Assert.DoesNotContain(References("QrisPayments.dll"), name =>
            name.Contains("MySql", StringComparison.OrdinalIgnoreCase) || name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_module_names_no_plugin()
    {
        var root = Root();
        var ids = Directory.EnumerateDirectories(Path.Combine(root, "plugins"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Select(project => System.Xml.Linq.XDocument.Load(project).Descendants("QrisPluginId").Single().Value)
            .ToList();
        var sources = Directory.EnumerateFiles(Path.Combine(root, "src", "QrisPayments"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        Assert.Contains("static-qris", ids);
        Assert.Empty(from file in sources
                     from line in File.ReadLines(file)
                     where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                     from id in ids
                     where line.Contains(id, StringComparison.OrdinalIgnoreCase)
                     select $"{file}: {line.Trim()}");
    }

    private static List<string> References(string file)
    {
        using var image = new PEReader(File.OpenRead(Path.Combine(Output, file)));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(Output);
        while (!File.Exists(Path.Combine(folder.FullName, "Embeddable.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
