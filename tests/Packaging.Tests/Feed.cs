using System.Globalization;
using System.Reflection;

namespace QrisPayments.Packaging.Tests;

/// <summary>
/// A folder with the packages of this source tree, made once. They are packed from a copy, so that nothing of a former
/// build goes in, under a version that no machine has ever seen, so that no cached package is taken for ours.
/// </summary>
public sealed class Feed : IAsyncLifetime
{
    private static readonly string[] Packed =
    [
        "src/QrisPayments.Codec/QrisPayments.Codec.csproj",
        "src/QrisPayments.Abstractions/QrisPayments.Abstractions.csproj",
        "src/QrisPayments/QrisPayments.csproj",
        "src/QrisPayments.EntityFrameworkCore/QrisPayments.EntityFrameworkCore.csproj",
        "src/QrisPayments.QrImages/QrisPayments.QrImages.csproj",
        "src/QrisPayments.Sqlite/QrisPayments.Sqlite.csproj",
        "src/QrisPayments.Testing/QrisPayments.Testing.csproj",
        "plugins/StaticQris/StaticQris.csproj",
        "templates/QrisPayments.Templates.csproj",
    ];

    private readonly Lazy<Task<string>> _shop;
    private readonly Lock _hostsLock = new();
    private Task<string>? _hosts;

    public Feed() => _shop = new Lazy<Task<string>>(MakeShopAsync);

    /// <summary>Everything of this test, deleted at its end.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("qris-packaging-").FullName;

    public string Folder => Path.Combine(Root, "feed");

    /// <summary>The shop's package folder, empty at first.</summary>
    public string Packages => Path.Combine(Root, "packages");

    public string Version { get; } = "0.1.0-test." + DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>Where the packages of others are, in the layout of a feed.</summary>
    public static string Others { get; } = Metadata("PackageRoot");

    /// <summary>The source tree.</summary>
    public static string Repository { get; } = Metadata("Repository");

    public async Task InitializeAsync()
    {
        var tree = Path.Combine(Root, "tree");
        Directory.CreateDirectory(tree);
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.GetFiles(Repository).Where(f => Path.GetFileName(f) is not ".git"))
            File.Copy(file, Path.Combine(tree, Path.GetFileName(file)));
        foreach (var folder in new[] { "src", "plugins", "templates" })
            Copy(Path.Combine(Repository, folder), Path.Combine(tree, folder));

        WriteSources(tree);
        await File.WriteAllTextAsync(
            Path.Combine(tree, "Pack.slnx"),
            $"<Solution>{string.Concat(Packed.Select(p => $"<Project Path=\"{p}\" />"))}</Solution>");
        await Command.DotnetAsync(tree, Others, "pack", "Pack.slnx", "-c", "Release", "-o", Folder, $"-p:Version={Version}", "-v", "quiet");
    }

    /// <summary>The folder of a new shop with the packages and the one line, built once for all tests.</summary>
    public Task<string> ShopAsync() => _shop.Value;

    /// <summary>The folder of many shops, made by the first who asks, and restored and built together.</summary>
    public Task<string> HostsAsync(Func<string, Task> makeAsync)
    {
        lock (_hostsLock) return _hosts ??= MakeHostsAsync(makeAsync);
    }

    private async Task<string> MakeHostsAsync(Func<string, Task> makeAsync)
    {
        var root = Directory.CreateDirectory(Path.Combine(Root, "hosts")).FullName;
        WriteSources(root);
        await makeAsync(root);
        var projects = Directory.GetFiles(root, "*.csproj", SearchOption.AllDirectories).Select(p => $"<Project Path=\"{p}\" />");
        await File.WriteAllTextAsync(Path.Combine(root, "Hosts.slnx"), $"<Solution>{string.Concat(projects)}</Solution>");
        await Command.DotnetAsync(root, Packages, "build", "Hosts.slnx", "-v", "quiet");
        return root;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Only our feed and what the solution was restored from: works without a network and takes nothing stale.</summary>
    public void WriteSources(string folder) => File.WriteAllText(
        Path.Combine(folder, "nuget.config"),
        $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="ours" value="{Folder}" />
            <add key="others" value="{Others}" />
          </packageSources>
        </configuration>
        """);

    private async Task<string> MakeShopAsync()
    {
        var folder = Path.Combine(Root, "Warung");
        await Command.DotnetAsync(Root, Packages, "new", "web", "-n", "Warung", "-o", folder, "--no-restore");
        WriteSources(folder);
        foreach (var id in new[] { "QrisPayments", "QrisPayments.Sqlite", "QrisPayments.StaticQris" })
            await Command.DotnetAsync(folder, Packages, "add", "package", id, "--version", Version, "--no-restore");
        var program = Path.Combine(folder, "Program.cs");
        var before = await File.ReadAllTextAsync(program);
        var after = before.Replace("app.Run();", "app.MapQrisPayments();\n\napp.Run();", StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        await File.WriteAllTextAsync(program, after);
        await Command.DotnetAsync(folder, Packages, "build", "-c", "Debug", "-v", "quiet");
        return folder;
    }

    private static string Metadata(string key) =>
        typeof(Feed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == key).Value!;

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from).Where(f => Path.GetFileName(f) is not ("bin" or "obj")))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}

/// <summary>The classes that share one feed.</summary>
[CollectionDefinition(Name)]
public sealed class OnFeed : ICollectionFixture<Feed>
{
    public const string Name = "feed";
}
