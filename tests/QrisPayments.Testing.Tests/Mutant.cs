using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace QrisPayments.Testing.Tests;

/// <summary>The template's gateway with something changed, compiled while the tests run.</summary>
internal sealed class Mutant(string name, params (string From, string To)[] changes)
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using QrisPayments;
        global using QrisPayments.Plugins;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var known
                && (known.StartsWith("System.", StringComparison.Ordinal)
                    || known.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                    || known is "netstandard.dll" or "QrisPayments.Abstractions.dll" or "QrisPayments.Codec.dll"))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ]);

    private static readonly Lazy<ISourceGenerator> JsonGenerator = new(() =>
    {
        var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Metadata("JsonGenerator"));
        var type = assembly.GetTypes().Single(type => type.Name == "JsonSourceGenerator" && !type.IsAbstract);
        return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    });

    public string Name => name;

    /// <summary>Compiles it into a folder as a build would, and answers the folder.</summary>
    public string Build(string root)
    {
        var left = changes.Select(change => change.From).ToHashSet();
        var trees = Directory.EnumerateFiles(Metadata("TemplateSources"), "*.cs").Select(file =>
        {
            var text = File.ReadAllText(file);
            foreach (var (from, to) in changes)
            {
                if (!text.Contains(from, StringComparison.Ordinal)) continue;
                left.Remove(from);
                text = text.Replace(from, to, StringComparison.Ordinal);
            }
            return Parse(text);
        }).Append(Parse(Usings)).ToList();
        Assert.True(left.Count == 0, $"The template no longer holds: {string.Join(" | ", left)}");

        var folder = Path.Combine(root, name);
        Directory.CreateDirectory(folder);
        Compilation compilation = CSharpCompilation.Create(
            name, trees, References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([JsonGenerator.Value], parseOptions: Parsing)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        var result = compilation.Emit(Path.Combine(folder, name + ".dll"));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)));
        return folder;
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(SourceText.From(text), Parsing);

    private static string Metadata(string key) =>
        typeof(Mutant).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
