using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using QrisPayments.Plugins;

namespace QrisPayments.Tests.Harness;

/// <summary>A plugin of a few lines, compiled while the tests run and written where a host finds it.</summary>
internal static class TestPlugin
{
    /// <summary>What a project would import by itself.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.ComponentModel.DataAnnotations;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using QrisPayments;
        global using QrisPayments.Plugins;
        """;

    private static readonly ConcurrentDictionary<string, byte[]> Compiled = new();

    /// <summary>
    /// A provider that opens by instructions, on the line or beside it: <paramref name="open"/> is the body of
    /// <c>OpenAsync(OpenRequest request, CancellationToken cancellationToken)</c>.
    /// </summary>
    public static string Provider(
        string id,
        string open = """return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = "Bayar tepat." };""",
        string settings = "public string Note { get; init; } = \"\";",
        string traits = "NeedsUniqueAmount = true",
        string members = "",
        string interfaces = "",
        string configure = "",
        string attribute = "") => $$"""
        [assembly: QrisPlugin(typeof(Plugin), "{{id}}"{{attribute}})]
        public sealed class Plugin : QrisPlugin
        {
            public override void Configure(IPluginBuilder builder)
            {
                builder.AddProvider<Settings>(context => new Provider(context));
                {{configure}}
            }
        }
        public sealed record Settings { {{settings}} }
        public sealed class Provider(ProviderContext<Settings> context) : IPaymentProvider{{interfaces}}
        {
            private readonly ProviderContext<Settings> _context = context;
            public ProviderTraits Traits { get; } = new() { {{traits}} };
            public async Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken)
            {
                await Task.CompletedTask;
                {{open}}
            }
            {{members}}
        }
        """;

    /// <summary>Compiles <paramref name="source"/> into <c>{root}/{folder}/{folder}.dll</c>.</summary>
    /// <param name="root">A plugin folder of a host.</param>
    /// <param name="folder">The plugin's own folder in it.</param>
    /// <param name="source">C#; it may use all that a plugin may.</param>
    /// <param name="references">Further assemblies, or others in the place of the contract's.</param>
    /// <returns>The plugin's folder.</returns>
    public static string Write(string root, string folder, string source, params string[] references)
    {
        var path = Path.Combine(root, folder);
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, folder + ".dll"), Compile(folder, source, references));
        return path;
    }

    /// <summary>Writes a library of one class, <c>{name}.Who.Version</c>, which tells its own version.</summary>
    /// <returns>The file, to compile against.</returns>
    public static string WriteLibrary(string folder, string name, int version)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, name + ".dll");
        File.WriteAllBytes(file, Compile(name, $$"""
            [assembly: System.Reflection.AssemblyVersion("{{version}}.0.0.0")]
            namespace {{name}}
            {
                public static class Who { public static string Version => "{{name}} " + typeof(Who).Assembly.GetName().Version!.Major; }
            }
            """));
        return file;
    }

    /// <summary>What a build writes beside an assembly: the libraries that it needs, each as <c>Name.dll</c>.</summary>
    public static void WriteDeps(string folder, string assembly, params string[] libraries)
    {
        var target = new JsonObject { [$"{assembly}/1.0.0"] = new JsonObject { ["runtime"] = new JsonObject { [$"{assembly}.dll"] = new JsonObject() } } };
        var list = new JsonObject { [$"{assembly}/1.0.0"] = new JsonObject
        {
            ["type"] = "project", ["serviceable"] = false, ["sha512"] = ""
        } };
        foreach (var library in libraries)
        {
            target[$"{library}/1.0.0"] =
                new JsonObject { ["runtime"] = new JsonObject { [$"lib/net10.0/{library}.dll"] = new JsonObject() } };
            list[$"{library}/1.0.0"] = new JsonObject { ["type"] = "package", ["serviceable"] = true, ["sha512"] = "" };
        }
        const string Framework = ".NETCoreApp,Version=v10.0";
        File.WriteAllText(Path.Combine(folder, assembly + ".deps.json"), new JsonObject
        {
            ["runtimeTarget"] = new JsonObject { ["name"] = Framework, ["signature"] = "" },
            ["targets"] = new JsonObject { [Framework] = target },
            ["libraries"] = list,
        }.ToJsonString());
    }

    /// <summary>
    /// The contract as another version of it may look: all that a plugin's entry needs, <paramref name="builder"/> in
    /// <see cref="IPluginBuilder"/> and <paramref name="provider"/> in <see cref="IPaymentProvider"/>.
    /// </summary>
    /// <returns>The file, to compile against.</returns>
    public static string WriteContract(string folder, string builder = "", string provider = "", int version = 1)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "QrisPayments.Abstractions.dll");
        File.WriteAllBytes(file, Compile("QrisPayments.Abstractions", $$"""
            [assembly: System.Reflection.AssemblyVersion("9.9.0.0")]
            namespace QrisPayments { public sealed record Fault(string Field, string Code, string Message); }
            namespace QrisPayments.Plugins
            {
                public static class PluginContract { public const int Version = {{version}}; }
                [AttributeUsage(AttributeTargets.Assembly)]
                public sealed class QrisPluginAttribute(Type plugin, string id, int contract = PluginContract.Version) : Attribute
                {
                    public Type Plugin => plugin;
                    public string Id => id;
                    public int Contract => contract;
                }
                public abstract class QrisPlugin { public abstract void Configure(IPluginBuilder builder); }
                public interface IPluginBuilder { {{builder}} }
                public interface IPaymentProvider { {{provider}} }
            }
            """));
        return file;
    }

    /// <summary>The assembly's bytes; the same text is compiled once.</summary>
    public static byte[] Compile(string name, string source, params string[] references) =>
        Compiled.GetOrAdd(string.Join('\n',
            [name, source, .. references.Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))]), _ =>
        {
            var replaced = references.Select(Path.GetFileName).Append(name + ".dll").ToHashSet(StringComparer.OrdinalIgnoreCase);
            var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(file => Path.GetFileName(file) is var known && !replaced.Contains(known) && IsForPlugins(known));
            var compilation = CSharpCompilation.Create(
                name,
                [Parse(Usings), Parse(source)],
                [.. platform.Concat(references).Select(file => MetadataReference.CreateFromFile(file))],
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
                    nullableContextOptions: NullableContextOptions.Enable));
            using var image = new MemoryStream();
            var result = compilation.Emit(image);
            // Not an assertion: the benchmarks use this file, too.
            if (!result.Success)
                throw new InvalidOperationException(
                    string.Join('\n', result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)));
            return image.ToArray();
        });

    private static SyntaxTree Parse(string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text), new CSharpParseOptions(LanguageVersion.Latest));

    // What a plugin project sees: the framework, the contract, the codec. Not the module, not the tests.
    private static bool IsForPlugins(string file) =>
        file.StartsWith("System.", StringComparison.Ordinal) || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || file is "System.dll" or "netstandard.dll" or "mscorlib.dll" or "QrisPayments.Abstractions.dll" or "QrisPayments.Codec.dll";
}
