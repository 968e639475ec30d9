using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Settings;

/// <summary>Reading, describing and checking settings keeps nothing of a plugin in memory.</summary>
public sealed class SettingsUnloadTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    private const int Plugins = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qris-plugins-");

    private const string Rich = """
        [Required, Secret] public string ApiKey { get; init; } = "";
        [Range(1, 60), Display(Name = "Menit")] public int Minutes { get; init; } = 15;
        [Range(typeof(decimal), "0", "0.7")] public decimal Fee { get; init; } = 0.3m;
        [AllowedValues("id", "en")] public string Language { get; init; } = "id";
        [EmailAddress] public string? Contact { get; init; }
        [RegularExpression("[A-Z]+")] public List<string> Banks { get; init; } = [];
        public Mode Mode { get; init; }
        public List<Mode> Modes { get; init; } = [];
        public Uri? BaseUrl { get; init; }
        public bool AllowInsecureHttp { get; init; }
        [Odd] public int Number { get; init; } = 1;
        public Inner Inner { get; init; } = new();
        public IEnumerable<Fault> Check() { if (Minutes == 13) yield return new Fault("Minutes", "unlucky", "13"); }
        """;

    private const string Types = """
        public enum Mode { [Display(Name = "Satu")] One, Two }
        public sealed class Inner { [Range(1, 9)] public int Level { get; set; } = 1; }
        public sealed class OddAttribute : ValidationAttribute { public override bool IsValid(object? value) => value is int number && number % 2 == 1; }
        """;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Plugins_whose_settings_were_bound_shown_checked_and_stored_leave_the_memory()
    {
        for (var i = 0; i < Plugins; i++)
            TestPlugin.Write(_folder.FullName, $"rich-{i}", (TestPlugin.Provider($"rich-{i}", settings: Rich) + Types)
                .Replace("record Settings", "record Settings : ICheckSettings, IGatewayAddress", StringComparison.Ordinal));
        var host = await StartAsync(("QrisPayments:Plugins:Paths:1", _folder.FullName), ("QrisPayments:Plugins:PollInterval", "00:01:00"));
        host.App.Services.GetRequiredService<PluginUnloader>().Grace = TimeSpan.FromMilliseconds(200);
        var contexts = await UseAsync(host);
        Assert.Equal(Plugins, contexts.Count);

        foreach (var plugin in _folder.EnumerateDirectories()) plugin.Delete(recursive: true);
        await host.App.Services.GetRequiredService<PluginHost>().ReloadAsync(CancellationToken.None);

        await Wait.UntilAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Task.FromResult(contexts.Count(context => context.IsAlive));
            },
            alive => alive == 0, "all plugins have left the memory");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> UseAsync(TestHost host)
    {
        var settings = host.App.Services.GetRequiredService<AccountSettings>();
        for (var i = 0; i < Plugins; i++)
        {
            var id = $"rich-{i}";
            Assert.Equal(12, (await settings.FormAsync(id, id, CancellationToken.None))!.Fields.Count);
            Assert.NotNull(await settings.SchemaAsync(id));
            var values = new Dictionary<string, string?>
            {
                ["ApiKey"] = "rahasia", ["Minutes"] = "13", ["Number"] = "2", ["Fee"] = "0.8", ["Contact"] = "x", ["Banks"] = "bca"
            };
            Assert.Equal(4, Assert.IsType<SaveResult.Refused>(
                await settings.SaveAsync(new PostedAccount { Id = id, PluginId = id, Version = 0, Values = values },
                    CancellationToken.None)).Faults.Count);
            values = new()
            {
                ["ApiKey"] = "rahasia", ["Modes"] = "One\nTwo", ["Mode"] = "Two", ["BaseUrl"] = "https://gate.example/",
                ["Inner:Level"] = "3", ["Banks"] = "BCA\nBRI", ["Fee"] = "0.5"
            };
            Assert.IsType<SaveResult.Saved>(
                await settings.SaveAsync(new PostedAccount { Id = id, PluginId = id, Version = 0, Values = values },
                    CancellationToken.None));
        }
        return Contexts(host);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Contexts(TestHost host)
    {
        var catalog = host.App.Services.GetRequiredService<PluginHost>().Current;
        Assert.Equal(Plugins, catalog.Accounts.Count(state => state.PluginId != "static-qris" && state.Account is not null));
        return [.. catalog.Installed.Where(plugin => plugin.Id != "static-qris")
            .Select(plugin => new WeakReference(plugin.Loaded!.Context))];
    }
}
