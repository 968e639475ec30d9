#pragma warning disable CS1591 // The names are the sentences.
using System.Runtime.CompilerServices;
using QrisPayments.Plugins;
using Xunit;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    [Fact]
    public void What_the_provider_can_do_has_its_script_and_the_other_way_round()
    {
        var missing = new List<string>();
        void Compare(bool can, string capability, object? script, string part)
        {
            if (can && script is null)
                missing.Add($"the provider is an {capability}, but the script has no {part}: "
                    + "add it, from a recorded answer of the gateway");
            if (!can && script is not null)
                missing.Add($"the script has {part}, but the provider is no {capability}: "
                    + "let the class implement it, or take the part away");
        }
        Compare(CallsGateway, "caller of a gateway (Traits.OpensLocally is true)", _script.Created, nameof(GatewayScript.Created));
        Compare(CallsGateway, "caller of a gateway (Traits.OpensLocally is true)", _script.Refused, nameof(GatewayScript.Refused));
        Compare(Has<IQueryStatus>(out _), nameof(IQueryStatus), _script.Status, nameof(GatewayScript.Status));
        Compare(Has<IQueryStatus>(out _), nameof(IQueryStatus), _script.NotFound, nameof(GatewayScript.NotFound));
        Compare(Has<ICancelAttempts>(out _), nameof(ICancelAttempts), _script.Cancelled, nameof(GatewayScript.Cancelled));
        Compare(Has<ICancelAttempts>(out _), nameof(ICancelAttempts), _script.TooLate, nameof(GatewayScript.TooLate));
        Compare(Has<IRefund>(out _), nameof(IRefund), _script.Refunded, nameof(GatewayScript.Refunded));
        Compare(Has<IRefund>(out _), nameof(IRefund), _script.RefundRefused, nameof(GatewayScript.RefundRefused));
        Compare(Has<IRefund>(out _), nameof(IRefund), _script.RefundStands, nameof(GatewayScript.RefundStands));
        Compare(Has<IReadLedger>(out _), nameof(IReadLedger), _script.Ledger, nameof(GatewayScript.Ledger));
        Compare(Has<IReceiveWebhooks>(out _), nameof(IReceiveWebhooks), _script.Webhook, nameof(GatewayScript.Webhook));
        var settings = _bench.Settings(_stub.Address);
        missing.AddRange(_bench.Secrets().Where(secret => secret.GetValue(settings) is not string { Length: >= 8 })
            .Select(secret => $"the secret {secret.Name} has no value of at least 8 characters in the script's Settings, so that "
            + "nothing can be shown about it"));
        if (missing.Count > 0) Assert.Fail($"Script and provider do not fit: {string.Join("; ", missing)}.");
    }

    [Fact]
    public void It_uses_no_JSON_by_reflection_and_no_Validator()
    {
        var calls = MetadataCheck.Pinning(_bench.Path);
        if (calls.Count > 0)
            Assert.Fail($"{Path.GetFileName(_bench.Path)} calls {string.Join("; ", calls)}. "
                + "The framework keeps the types of such calls for ever, and with them the plugin's memory. "
                + "Use the overloads that take a JsonTypeInfo of a source-generated JsonSerializerContext; "
                + "annotations are checked by the module.");
    }

    [Fact]
    public async Task It_leaves_the_memory_when_it_is_switched_off()
    {
        // Loaded three times: what stays only now and then stays.
        for (var round = 1; round <= 3; round++)
        {
            var context = await UseAndUnloadAsync();
            for (var i = 0; context.IsAlive && i < 100; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                // The last continuations of a broken connection still end on other threads.
                if (i > 10) await Task.Delay(20);
            }
            if (context.IsAlive)
            {
                var calls = MetadataCheck.Pinning(_bench.Path);
                var why = calls.Count > 0
                    ? $"The reason is most likely {string.Join("; ", calls)}."
                    : "Look for tasks, timers or threads that go on, static events, and caches of the framework that "
                    + "were given a type of the plugin.";
                Assert.Fail($"After it was used and unloaded, the plugin is still in memory (round {round}). {why}");
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> UseAndUnloadAsync()
    {
        var (bench, account) = (_bench, _account);
        try
        {
            _bench = PluginBench.Load(PluginFolder, _script.Settings);
            _account = Make(_bench);
            await ExerciseAsync();
            return _bench.Context;
        }
        finally
        {
            // The last answer knows who asked.
            Say(GatewayReply.Cut);
            _bench.Dispose();
            (_bench, _account) = (bench, account);
        }
    }
}
