using System.Reflection;
using System.Runtime.CompilerServices;
using PublicApiGenerator;
using QrisPayments.Plugins;

namespace QrisPayments.Tests.Architecture;

/// <summary>
/// Locks what is public in a shipped package: it is written down beside the tests, and changes on purpose or not at all. A plugin is built
/// once, and runs in hosts that come later.
/// </summary>
internal static class PublicApi
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static void IsAsWrittenDown(Assembly assembly, [CallerFilePath] string caller = "")
    {
        var name = assembly.GetName().Name!;
        var now = assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(Path.GetDirectoryName(caller)!, "PublicApi", name + ".txt");
        var locked = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (now == locked) return;

        var actual = Path.Combine(AppContext.BaseDirectory, name + ".txt");
        File.WriteAllText(actual, now);
        var (before, after) = (locked.Split('\n'), now.Split('\n'));
        Assert.Fail($"""
            The public API of {name} has changed.
            Gone or changed:
              {string.Join("\n  ", before.Except(after))}
            New or changed:
              {string.Join("\n  ", after.Except(before))}
            Something gone or changed in what plugins compile against breaks plugins that were built before: leave the old member beside the
            new one, or raise PluginContract.Version and say so in CHANGELOG.md. Something new is fine, but an interface that plugins
            implement gets no new member without a body. When it is on purpose: cp {actual} {file}
            """);
    }
}
