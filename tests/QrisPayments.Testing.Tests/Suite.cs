using System.Reflection;
using MyGateway.Tests;

namespace QrisPayments.Testing.Tests;

/// <summary>Runs the conformance suite as a runner does: every test on an object of its own.</summary>
internal static class Suite
{
    public static IReadOnlyList<MethodInfo> Tests { get; } =
        [.. typeof(GatewayConformance).GetMethods().Where(method => method.IsDefined(typeof(FactAttribute)))
            .OrderBy(method => method.Name, StringComparer.Ordinal)];

    /// <summary>Those that wait for silence, or for the memory to be freed.</summary>
    public static IReadOnlyList<string> Slow { get; } =
    [
        nameof(GatewayConformance.It_leaves_the_memory_when_it_is_switched_off),
        nameof(GatewayConformance.A_status_that_does_not_come_in_time_is_unknown),
        nameof(GatewayConformance.A_ledger_that_does_not_come_in_time_is_unknown),
        nameof(GatewayConformance.No_answer_in_time_leaves_the_attempt_unknown_and_is_not_tried_again),
        nameof(GatewayConformance.A_call_that_is_cancelled_ends),
    ];

    /// <summary>The tests that fail, with what each tells the author.</summary>
    /// <param name="make">Makes the object for one test.</param>
    /// <param name="wanted">Which tests to run; all by default.</param>
    public static async Task<IReadOnlyDictionary<string, string>> FailuresAsync(
        Func<GatewayConformance> make, Func<string, bool>? wanted = null)
    {
        var failures = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var test in Tests.Where(test => wanted?.Invoke(test.Name) ?? true))
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
internal sealed class MutantConformance(
    string folder, Func<GatewayScript, GatewayScript>? script, Lazy<PluginBench> bench) : GatewayConformance
{
    private static readonly GatewayScript Template = (GatewayScript)typeof(MyGatewayConformance)
        .GetProperty(nameof(Script), BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(new MyGatewayConformance())!;

    protected override GatewayScript Script => ScriptOf(script);

    protected override string PluginFolder => folder;

    protected override TimeSpan Timeout => TimeSpan.FromMilliseconds(300);

    public static GatewayScript ScriptOf(Func<GatewayScript, GatewayScript>? change) => change is null ? Template : change(Template);

    private protected override PluginBench Load() => bench.Value;

    private protected override void Unload(PluginBench bench) { }
}
