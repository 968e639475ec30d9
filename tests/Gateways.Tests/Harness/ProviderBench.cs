using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Gateways.Tests;

/// <summary>
/// One gateway's provider, made by its plugin's own <see cref="QrisPlugin.Configure"/> and driven as the module drives it, with a
/// stub in the gateway's place.
/// </summary>
internal sealed class ProviderBench : IAsyncDisposable
{
    private readonly HttpClient _http;

    private ProviderBench(GatewayStub stub, HttpClient http, IPaymentProvider provider, FakeClock clock, FakeLogCollector log)
    {
        Stub = stub;
        _http = http;
        Provider = provider;
        Clock = clock;
        Log = log;
    }

    public GatewayStub Stub { get; }

    public IPaymentProvider Provider { get; }

    public FakeClock Clock { get; }

    public FakeLogCollector Log { get; }

    /// <summary>A provider with these settings.</summary>
    /// <param name="plugin">The gateway's plugin.</param>
    /// <param name="settings">Its settings, given the stub's address.</param>
    /// <param name="now">What time it is; 1 January 2026, 12:00 in Jakarta, unless said.</param>
    /// <param name="patience">How long an answer is waited for, when not as long as in a host.</param>
    /// <param name="isSandbox">The host simulates its money.</param>
    public static async Task<ProviderBench> StartAsync<TSettings>(
        QrisPlugin plugin, Func<Uri, TSettings> settings, DateTimeOffset? now = null, TimeSpan? patience = null, bool isSandbox = false)
        where TSettings : class, new()
    {
        var stub = await GatewayStub.StartAsync();
        var recorder = new RecordingBuilder();
        plugin.Configure(recorder);
        var made = settings(stub.Address);
        var clock = new FakeClock(now);
        var log = new FakeLogCollector();
        // As the module's own client (WIRE G4).
        var http = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = (made as IGatewayAddress)?.BaseUrl, Timeout = patience ?? TimeSpan.FromSeconds(20),
            MaxResponseContentBufferSize = 1 << 20,
        };
        var provider = recorder.Create(new ProviderContext<TSettings>
        {
            AccountId = "account", IsSandbox = isSandbox, Settings = made, Clock = clock, Logger = new FakeLogger(log), Http = http,
        });
        return new ProviderBench(stub, http, provider, clock, log);
    }

    /// <summary>Opens an attempt; what comes back is checked as the module checks it before a customer sees it (WIRE G11).</summary>
    public async Task<OpenResult> OpenAsync(OpenRequest request)
    {
        var result = await Provider.OpenAsync(request, CancellationToken.None);
        if (result is not OpenResult.Opened opened) return result;
        // Not the end: recorded answers are of another day than the bench's.
        if (OpenCheck.RefuseTotal(Account, request.Amount, request.TotalAmount, opened.TotalAmount) is { } wrong)
            return new OpenResult.Rejected("total_refused", wrong);
        return QrGuard.Refuse(opened) is { } refusal ? new OpenResult.Rejected("qr_refused", refusal) : result;
    }

    private ProviderAccount Account => new("account", "account", Provider, Provider.Traits) { Guard = new PluginGuard("account", Clock) };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Stub.DisposeAsync();
    }

    /// <summary>Takes what a plugin declares.</summary>
    private sealed class RecordingBuilder : IPluginBuilder
    {
        private Delegate? _create;

        public IPaymentProvider Create<TSettings>(ProviderContext<TSettings> context) where TSettings : class, new() =>
            ((Func<ProviderContext<TSettings>, IPaymentProvider>)_create!)(context);

        public IPluginBuilder AddProvider<TSettings>(Func<ProviderContext<TSettings>, IPaymentProvider> create) where TSettings : class,
        new()
        {
            _create = create;
            return this;
        }

        public IPluginBuilder AddFilter<TSettings, TValue>(Func<PluginContext<TSettings>, IFilter<TValue>> create, int order = 0)
            where TSettings : class, new()
            where TValue : class => this;

        public IPluginBuilder AddHandler<TSettings>(string name, Func<PluginContext<TSettings>, IPaymentHandler> create, int order = 0)
            where TSettings : class, new() => this;

        public IPluginBuilder AddFacade(Func<FacadeContext, IGatewayFacade> create) => this;
    }
}
