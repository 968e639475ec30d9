using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;

namespace QrisPayments.Testing;

/// <summary>A plugin loaded from its built folder as a host loads it: checked, in a context of its own, with the module's client.</summary>
internal sealed class PluginBench : IDisposable
{
    /// <summary>
    /// It reads a folder again only when a file in it has changed: every check loads the plugin, and many folders may stand beside it.
    /// </summary>
    private static readonly PluginInspector Inspector = new(NullLogger<PluginInspector>.Instance);

    private readonly LoadedPlugin _plugin;
    private readonly List<HttpClient> _clients = [];
    private readonly IReadOnlyDictionary<string, string> _script;

    private PluginBench(string path, LoadedPlugin plugin, IReadOnlyDictionary<string, string> script)
    {
        Path = path;
        _plugin = plugin;
        _script = script;
    }

    /// <summary>The plugin's assembly.</summary>
    public string Path { get; }

    public WeakReference Context => new(_plugin.Context);

    public LogCapture Log { get; } = new();

    public static PluginBench Load(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        var options = new PluginOptions { Paths = { System.IO.Path.GetDirectoryName(full)! } };
        var faults = new List<Fault>();
        PluginFinding? finding;
        lock (Inspector)
            finding = Inspector.Inspect(options, faults).FirstOrDefault(finding => System.IO.Path.GetFullPath(finding.Folder) == full);
        if (finding is null)
            Assert.Fail($"No plugin is in {full}: the folder needs an assembly with [assembly: "
                + $"QrisPlugin(typeof(YourPlugin), \"your-id\")]. {List(faults)}");
        if (finding.Faults.Count > 0) Assert.Fail($"A host refuses the plugin before it runs. {List(finding.Faults)}");
        var loader = new PluginLoader(TimeProvider.System, NullLoggerFactory.Instance, NullLogger<PluginLoader>.Instance);
        var result = loader.LoadAsync(finding).GetAwaiter().GetResult();
        if (result is LoadResult.Failed failed) Assert.Fail($"The plugin does not start. {failed.Fault.Message}");
        var plugin = ((LoadResult.Loaded)result).Plugin;
        if (plugin.Parts.Provider is null)
            Assert.Fail("The plugin brings no provider, so it is no gateway. Call builder.AddProvider in Configure.");
        return new PluginBench(System.IO.Path.Combine(full, plugin.Manifest.File), plugin, settings);
    }

    /// <summary>The plugin's settings, or a failure that names what does not fit.</summary>
    /// <param name="gateway">Where the gateway is.</param>
    /// <param name="otherSecrets">Every secret another one.</param>
    public object Settings(Uri gateway, bool otherSecrets = false)
    {
        var values = _script.ToDictionary(
            pair => pair.Key, pair => pair.Value.Replace("{gateway}", gateway.AbsoluteUri, StringComparison.Ordinal),
                StringComparer.OrdinalIgnoreCase);
        if (typeof(IGatewayAddress).IsAssignableFrom(_plugin.Parts.SettingsType))
        {
            values.TryAdd(nameof(IGatewayAddress.BaseUrl), gateway.AbsoluteUri);
            values.TryAdd(nameof(IGatewayAddress.AllowInsecureHttp), "true");
        }
        if (otherSecrets)
            foreach (var secret in Secrets().Where(secret => values.ContainsKey(secret.Name)))
                values[secret.Name] = Another(values[secret.Name]);
        var section = $"QrisPayments:Providers:{_plugin.Manifest.Id}";
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create($"{section}:{pair.Key}", (string?)pair.Value))).Build();
        var settings = Activator.CreateInstance(_plugin.Parts.SettingsType)!;
        var faults = SettingsBinder.Bind(settings, configuration.GetSection(section));
        if (faults.Count > 0)
            Assert.Fail($"The plugin's settings do not fit: put what is missing into the script's Settings. {List(faults)}");
        if (settings is IGatewayAddress address && address.BaseUrl?.Authority != gateway.Authority)
            Assert.Fail($"The settings' BaseUrl is {address.BaseUrl}, not the stub's address. "
                + $"Make the property settable, or name the setting behind it in the script's Settings with the value {{gateway}}.");
        return settings;
    }

    /// <summary>A provider, made as a host makes it.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="timeout">How long it waits for an answer; as long as in a host when null.</param>
    public ProviderAccount Account(object settings, TimeProvider clock, TimeSpan? timeout = null)
    {
        var http = GatewayClients.Create(settings as IGatewayAddress, new HastyClock(clock));
        if (timeout is { } limit) http.Timeout = limit;
        _clients.Add(http);
        var provider = _plugin.Parts.Provider!.Create(_plugin.Manifest.Id, isSandbox: true, settings, new PartServices(clock, Log, http));
        return new ProviderAccount(_plugin.Manifest.Id, _plugin.Manifest.Id, provider, provider.Traits) { Guard = _plugin.Guard };
    }

    /// <summary>Opens as the module does: guarded, and what comes back is checked before a customer sees it.</summary>
    public static async Task<OpenResult> OpenGuardedAsync(ProviderAccount account, OpenRequest request, TimeProvider clock) =>
        await new ProviderCalls(clock).OpenAsync(account, request, TimeSpan.FromSeconds(20), CancellationToken.None)
            is OpenAnswer.Given given ? given.Result : new OpenResult.Unknown("The provider did not get to it.");

    /// <summary>The settings that are secret.</summary>
    public IEnumerable<PropertyInfo> Secrets() =>
        _plugin.Parts.SettingsType.GetProperties().Where(property => property.IsDefined(typeof(SecretAttribute)));

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _plugin.Context.Unload();
    }

    private static string List(IEnumerable<Fault> faults) => string.Join(' ', faults.Select(fault => $"{fault.Message} [{fault.Code}]"));

    // The start often says what kind of key it is, and settings check it.
    private static string Another(string secret) =>
        string.Create(secret.Length, secret, static (text, old) =>
        {
            for (var i = 0; i < old.Length; i++)
                text[i] = i < old.Length - 4
                    ? old[i]
                    : old[i] switch { '9' => '0', 'z' => 'a', 'Z' => 'A',
                        var c and (>= '0' and < '9' or >= 'a' and < 'z' or >= 'A' and < 'Z') => (char)(c + 1), var c => c };
        });
}
