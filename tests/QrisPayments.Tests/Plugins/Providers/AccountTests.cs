using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins.Providers;

/// <summary>
/// Accounts that the console keeps. The gateway of these tests adds its setting <c>Fee</c> to the total, so that a payment
/// tells with which settings it was opened.
/// </summary>
public abstract class AccountTests(Database database) : ModuleTests(database)
{
    private protected const string Key = "kunci-yang-rahasia";

    private readonly DirectoryInfo _plugins = Directory.CreateTempSubdirectory("qris-plugins-");

    /// <summary>Where the gateway's plugin is.</summary>
    private protected string PluginFolder => _plugins.FullName;

    private protected static string Gateway(string fee = "[Range(1, 1000)] public int Fee { get; init; } = 10;", string check = "") =>
        TestPlugin.Provider(
        "gate",
        open: """return new OpenResult.Opened { TotalAmount = request.TotalAmount + _context.Settings.Fee, Instructions = "Bayar." };""",
        settings: $$"""{{fee}} [Required, Secret] public string ApiKey { get; init; } = ""; [Secret] public string? Token { get; init; } {{check}}""",
        traits: "OpensLocally = true");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        TestPlugin.Write(_plugins.FullName, "gate", Gateway());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _plugins.Delete(recursive: true);
    }

    private protected Task<TestHost> HostAsync(params (string, string?)[] settings) =>
        StartAsync([("QrisPayments:Plugins:Paths:1", _plugins.FullName), ("QrisPayments:Plugins:PollInterval", "00:00:00.100"),
            .. settings]);

    private protected static AccountSettings Console(TestHost host) => host.App.Services.GetRequiredService<AccountSettings>();

    private protected static PluginCatalog Plugins(TestHost host) => host.App.Services.GetRequiredService<PluginHost>().Current;

    private protected static AccountState State(TestHost host, string id) => Plugins(host).Accounts.Single(state => state.Id == id);

    private protected static async Task<AccountForm> FormAsync(TestHost host, string id = "gate") =>
        (await Console(host).FormAsync("gate", id, CancellationToken.None))!;

    private protected static Task<SaveResult> SaveAsync(
        TestHost host, string id, long version, string[] cleared, params (string Name, string? Value)[] values) =>
        Console(host).SaveAsync(
            new PostedAccount
            {
                Id = id, PluginId = "gate", Version = version, Values = values.ToDictionary(pair => pair.Name, pair => pair.Value),
                Cleared = cleared.ToHashSet()
            },
            CancellationToken.None);

    private protected static async Task<long> SavedAsync(
        TestHost host, string id, long version, params (string Name, string? Value)[] values) =>
        Assert.IsType<SaveResult.Saved>(await SaveAsync(host, id, version, [], values)).Version;

    private protected static async Task<long> FeeAsync(TestHost host, string provider = "gate") =>
        (await host.Api.CreateAsync(50_000, body => body["provider"] = provider)).Number("total_amount") - 50_000;
}
