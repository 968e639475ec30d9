using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Xunit;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Testing;

/// <summary>
/// What every gateway plugin must do, as tests to inherit: derive a public class, give the <see cref="Script"/>, and run it. The plugin
/// is loaded from its built folder as a host does it, and talks to a <see cref="GatewayStub"/> that answers by the script. Which
/// capabilities the provider has is seen from the object itself.
/// </summary>
/// <remarks>
/// A test of a capability that the provider lacks has nothing to show and passes. Times are checked against Jakarta's; a machine that
/// itself runs on Jakarta's time cannot see a plugin that reads times by the machine's zone.
/// </remarks>
public abstract partial class GatewayConformance : IAsyncLifetime
{
    /// <summary>A plugin call that does not return fails its test instead of holding up the suite.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(40);

    private readonly FakeClock _clock = new();
    private GatewayScript _script = null!;
    private GatewayStub _stub = null!;
    private PluginBench _bench = null!;
    private ProviderAccount _account = null!;
    private int _payments;

    /// <summary>How the gateway talks.</summary>
    protected abstract GatewayScript Script { get; }

    /// <summary>The plugin's id; not needed while it is the only plugin beside the tests.</summary>
    protected virtual string? PluginId => null;

    /// <summary>
    /// The plugin's built folder. By default the one in <c>plugins</c> beside the tests, where
    /// <c>&lt;QrisPlugin Include="…csproj" PluginId="…" /&gt;</c> in the test project puts it.
    /// </summary>
    protected virtual string PluginFolder
    {
        get
        {
            var root = Path.Combine(AppContext.BaseDirectory, "plugins");
            if (PluginId is { } id) return Path.Combine(root, id);
            var found = Directory.Exists(root) ? Directory.GetDirectories(root) : [];
            if (found.Length != 1)
                Assert.Fail($"{root} holds {found.Length} plugins. Put <QrisPlugin Include=\"../YourPlugin/YourPlugin.csproj\" "
                    + "PluginId=\"your-id\" /> into the test project, or say which one by PluginId.");
            return found[0];
        }
    }

    /// <summary>How long the plugin's client waits for a gateway that does not answer, in place of a host's 20 s.</summary>
    protected virtual TimeSpan Timeout => TimeSpan.FromSeconds(1);

    private IPaymentProvider Provider => _account.Provider;

    private bool CallsGateway => !_account.Traits.OpensLocally;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _script = Script;
        _stub = await GatewayStub.StartAsync();
        _bench = Load();
        _account = Make(_bench);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_bench is not null) Unload(_bench);
        if (_stub is not null) await _stub.DisposeAsync();
    }

    private protected virtual PluginBench Load() => PluginBench.Load(PluginFolder, _script.Settings);

    private protected virtual void Unload(PluginBench bench) => bench.Dispose();

    private ProviderAccount Make(PluginBench bench, TimeSpan? timeout = null, bool otherSecrets = false, Uri? gateway = null)
    {
        try
        {
            return bench.Account(bench.Settings(gateway ?? _stub.Address, otherSecrets), _clock, timeout);
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"The plugin throws while its provider is made: {exception.GetType().Name}: {exception.Message}");
            throw;
        }
    }

    /// <summary>A payment unlike any other of this test, as the gateway would have it.</summary>
    private GatewayPayment NewPayment()
    {
        var number = Interlocked.Increment(ref _payments);
        var traits = _account.Traits;
        var amount = Math.Clamp(50_000L + (1_000L * number), traits.MinAmount, traits.MaxAmount);
        var code = traits.NeedsUniqueAmount ? 100 + number : 0;
        var request = new OpenRequest
        {
            AttemptId = Id("att", number), PaymentId = Id("pay", number), OrderId = $"INV-2026-{number:0000}",
            Amount = amount, UniqueCode = code, TotalAmount = amount + code, ExpiresAt = _clock.GetUtcNow().AddMinutes(15),
            Description = "Kopi Gayo 250 g",
            Customer = new Customer { Name = "Siti Rahmawati", Email = "siti.rahmawati@contoh.example", Phone = "+6281290001234" },
            Items = [new PaymentItem { Id = "kopi", Name = "Kopi Gayo 250 g", Price = amount }],
            WebhookUrl = new Uri($"https://toko.example/qris/webhooks/gateway/{Id("tok", number)}"),
            ReturnUrl = new Uri($"https://toko.example/qris/pay/{Id("pay", number)}"),
        };
        var total = request.TotalAmount + _script.Adds;
        var now = _clock.GetUtcNow().ToOffset(Wib.Offset);
        var reference = _script.TakesOurReference
            ? request.AttemptId
            : string.Create(CultureInfo.InvariantCulture, $"GW-{7_000_000 + number}");
        return new GatewayPayment
        {
            Request = request, Reference = reference, Total = total, Qr = TestQris.For(total),
            Redirect = new Uri((_script.Pages?.OriginalString ?? "https://bayar.example/p/") + reference), ExpiresAt = now.AddMinutes(10),
            PaidAt = now.AddMinutes(3),
        };
    }

    private static string Id(string prefix, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}_{number:00000000000000000000000000}");

    private OpenedAttempt Attempt(GatewayPayment payment) => new()
    {
        AttemptId = payment.Request.AttemptId, PaymentId = payment.Request.PaymentId, OrderId = payment.Request.OrderId,
        ProviderRef = payment.Reference,
        Amount = payment.Request.Amount, TotalAmount = payment.Total, CreatedAt = _clock.GetUtcNow(), ExpiresAt = payment.Request.ExpiresAt,
    };

    /// <summary>From here on the gateway says this about the payment.</summary>
    private void Say(GatewayPayment payment, Func<GatewayPayment, GatewayReply> words) => _stub.Answer = request =>
        words(payment with { Asked = request });

    private void Say(GatewayReply reply) => _stub.Answer = _ => reply;

    private Task<OpenResult> OpenAsync(GatewayPayment payment) => OpenAsync(Provider, payment);

    private static Task<OpenResult> OpenAsync(IPaymentProvider provider, GatewayPayment payment) =>
        CallAsync("OpenAsync", "OpenResult.Unknown", () => provider.OpenAsync(payment.Request, CancellationToken.None));

    /// <summary>A call into the plugin that has to come back with a result, whatever the gateway did.</summary>
    private static async Task<T> CallAsync<T>(string name, string instead, Func<Task<T>> call) where T : notnull
    {
        T? result = default;
        try
        {
            var under = call();
            if (await Task.WhenAny(under, Task.Delay(Hang)) != under)
                Assert.Fail($"{name} did not come back within {Hang.TotalSeconds:0} s. "
                    + "Use context.Http and hand on the cancellation token.");
            result = await under;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.FailException)
        {
            Assert.Fail($"{name} threw {exception.GetType().Name}: {exception.Message} Answer {instead} instead; "
                + "Http.SendForJsonAsync turns all that can go wrong on the line into a result.");
        }
        if (result is null) Assert.Fail($"{name} answered null. Answer {instead} instead.");
        return result;
    }

    private bool Has<T>([NotNullWhen(true)] out T? capability) where T : class
    {
        capability = Provider as T;
        return capability is not null;
    }

    private static T Needs<T>([NotNull] T? part, string name, string why) where T : class
    {
        if (part is null)
            Assert.Fail($"The script has no {name}: {why} Add it to the GatewayScript, from a recorded answer of the gateway.");
        return part;
    }

    private Func<GatewayPayment, GatewayReply> Created =>
        Needs(_script.Created, nameof(GatewayScript.Created), "the provider calls a gateway to open an attempt.");

    private Func<GatewayPayment, GatewayReply> Status =>
        Needs(_script.Status, nameof(GatewayScript.Status), "the provider is an IQueryStatus.");

    private WebhookScript Webhook => Needs(_script.Webhook, nameof(GatewayScript.Webhook), "the provider is an IReceiveWebhooks.");
}
