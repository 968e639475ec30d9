using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>Six gateways, each with settings and checks, a filter, its own version of a library, HTTP, JSON and a signature.</summary>
internal sealed class SixPlugins : IDisposable
{
    public const int Count = 6;

    private readonly string _root = Directory.CreateTempSubdirectory("qris-six-").FullName;

    private SixPlugins()
    {
        Directory.CreateDirectory(None);
        for (var i = 1; i <= Count; i++)
        {
            var folder = Path.Combine(Six, Id(i));
            TestPlugin.WriteDeps(Directory.CreateDirectory(folder).FullName, Id(i), "Signatures");
            TestPlugin.Write(Six, Id(i), Source(Id(i)), TestPlugin.WriteLibrary(folder, "Signatures", i));
        }
    }

    /// <summary>A plugin folder with nothing in it.</summary>
    public string None => Path.Combine(_root, "none");

    public string Six => Path.Combine(_root, "six");

    public static SixPlugins Write() => new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>For a host that has only the plugins of that folder.</summary>
    public static Dictionary<string, string?> Settings(Dictionary<string, string?> settings, string folder)
    {
        settings.Remove("QrisPayments:Providers:static-qris:Qris");
        settings["QrisPayments:Plugins:Paths:0"] = folder;
        foreach (var id in Directory.EnumerateDirectories(folder).Select(Path.GetFileName))
        {
            settings[$"QrisPayments:Providers:{id}:Merchant"] = "M-1";
            settings[$"QrisPayments:Providers:{id}:Key"] = BenchmarkHost.Key;
        }
        return settings;
    }

    private static string Id(int number) => $"gateway-{number}";

    private static string Source(string id) => TestPlugin.Provider(id,
        open: """
            using var message = new HttpRequestMessage(HttpMethod.Post, "charge") { Content = new StringContent(_context.Settings.Merchant) };
            message.Headers.Add("X-Signature", Sign(request.TotalAmount));
            using var answer = await _context.Http.SendAsync(message, cancellationToken);
            using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = json.RootElement.GetProperty("pay_to").GetString() };
            """,
        settings: """
            [Required, StringLength(20)] public string Merchant { get; init; } = "";
            [Required, Secret] public string Key { get; init; } = "";
            [Range(1, 100)] public int Retries { get; init; } = 3;
            """,
        members: """
            private string Sign(long total) => Signatures.Who.Version + Convert.ToHexString(System.Security.Cryptography.HMACSHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(_context.Settings.Key), BitConverter.GetBytes(total)));
            """,
        configure: "_ = Signatures.Who.Version; builder.AddFilter<Settings, NewPayment>(_ => new Same());") + """

        public sealed class Same : IFilter<NewPayment>
        {
            public ValueTask<NewPayment> ApplyAsync(NewPayment value, CancellationToken cancellationToken) => ValueTask.FromResult(value);
        }
        """;
}
