using System.Reflection;
using MyGateway.Tests;

namespace QrisPayments.Testing.Tests;

/// <summary>Runs the conformance suite as a runner does: every test on an object of its own.</summary>
internal static class Suite
{
    public static IReadOnlyList<MethodInfo> Tests { get; } =
        [.. typeof(GatewayConformance).GetMethods().Where(method => method.IsDefined(typeof(FactAttribute))).OrderBy(method => method.Name, StringComparer.Ordinal)];

    /// <summary>The tests that fail, with what each tells the author.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FailuresAsync(Func<GatewayConformance> make, string? only = null)
    {
        var failures = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var test in Tests.Where(test => only is null || test.Name == only))
        {
            var suite = make();
            try
            {
                await suite.InitializeAsync();
                if (test.Invoke(suite, BindingFlags.DoNotWrapExceptions, null, null, null) is Task task) await task;
            }
            catch (Exception exception)
            {
                failures[test.Name] = exception is Xunit.Sdk.FailException ? exception.Message : $"not by Assert.Fail: {exception}";
            }
            finally
            {
                await suite.DisposeAsync();
            }
        }
        return failures;
    }
}

/// <summary>The template's script over a mutant. One load serves all checks, but for those that load by themselves.</summary>
internal sealed class MutantConformance(string folder, Func<GatewayScript, GatewayScript>? script, Lazy<PluginBench> bench) : GatewayConformance
{
    private static readonly GatewayScript Template = (GatewayScript)typeof(MyGatewayConformance)
        .GetProperty(nameof(Script), BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(new MyGatewayConformance())!;

    protected override GatewayScript Script => ScriptOf(script);

    protected override string PluginFolder => folder;

    protected override TimeSpan Patience => TimeSpan.FromMilliseconds(300);

    public static GatewayScript ScriptOf(Func<GatewayScript, GatewayScript>? change) => change is null ? Template : change(Template);

    private protected override PluginBench Load() => bench.Value;

    private protected override void Unload(PluginBench bench) { }
}
