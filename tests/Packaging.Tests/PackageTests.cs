using System.IO.Compression;
using System.Xml.Linq;

namespace QrisPayments.Packaging.Tests;

/// <summary>What a stranger gets: the packages, in a shop made by <c>dotnet new web</c> with one line added.</summary>
[Collection(OnFeed.Name)]
public sealed class PackageTests(Feed feed)
{
    private static readonly string[] Ids =
    [
        "QrisPayments", "QrisPayments.Abstractions", "QrisPayments.Codec", "QrisPayments.EntityFrameworkCore", "QrisPayments.QrImages",
        "QrisPayments.Sqlite", "QrisPayments.StaticQris", "QrisPayments.Templates", "QrisPayments.Testing",
    ];

    [Fact]
    public async Task A_new_shop_that_installs_the_packages_and_adds_the_one_line_takes_a_payment()
    {
        var folder = await feed.ShopAsync();
        await using (var shop = await Shop.StartAsync(folder, feed.Packages, Path.Combine(folder, "bin/Debug/net10.0/Warung.dll")))
        {
            await shop.SellAsync("A-1");
            Assert.Equal("Hello World!", await shop.Http.GetStringAsync("/"));
            var (status, answer) = await shop.InspectPictureAsync(Picture());
            Assert.Equal((422, "pictures_not_installed"), (status, answer.GetProperty("code").GetString()));
        }

        // One more package, and no line more: the shop reads pictures.
        await Command.DotnetAsync(folder, feed.Packages, "add", "package", "QrisPayments.QrImages", "--version", feed.Version, "--no-restore");
        var published = Path.Combine(feed.Root, "published");
        await Command.DotnetAsync(folder, feed.Packages, "publish", "-c", "Release", "-o", published, "-v", "quiet");
        await using (var shop = await Shop.StartAsync(published, feed.Packages, Path.Combine(published, "Warung.dll")))
        {
            await shop.SellAsync("A-2");
            var (status, answer) = await shop.InspectPictureAsync(Picture());
            Assert.Equal((200, "WARUNG BU SRI"), (status, answer.GetProperty("merchant_name").GetString()));
        }
    }

    /// <summary>From the newest on; ours can use what is for any of them.</summary>
    private static readonly string[] Frameworks =
    [
        "net10.0", "net9.0", "net8.0", "net6.0", "net5.0", ".NETCoreApp3.1", ".NETCoreApp3.0", ".NETStandard2.1", ".NETStandard2.0",
        ".NETStandard1.1",
    ];

    /// <summary>What a package brings along, without what the framework has. A new line here is a decision.</summary>
    private static readonly Dictionary<string, string[]> Brings = new()
    {
        ["QrisPayments"] = ["Dapper", "Handlebars.Net", "Polly.Core", "QRCoder", "QrisPayments.Abstractions"],
        ["QrisPayments.Abstractions"] = ["QrisPayments.Codec"],
        ["QrisPayments.Codec"] = [],
        ["QrisPayments.EntityFrameworkCore"] = ["Microsoft.EntityFrameworkCore.Relational", "QrisPayments.Abstractions"],
        ["QrisPayments.QrImages"] = ["QrisPayments.Abstractions", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies", "ZXing.Net"],
        ["QrisPayments.Sqlite"] = ["Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3"],
        // A plugin runs on what its host has.
        ["QrisPayments.StaticQris"] = [],
        ["QrisPayments.Templates"] = [],
        ["QrisPayments.Testing"] = ["Dapper", "Handlebars.Net", "Polly.Core", "QRCoder", "QrisPayments", "xunit.assert", "xunit.extensibility.core"],
    };

    /// <summary>Of the packages of others, and of what these bring along.</summary>
    private static readonly Dictionary<string, string> Licences = new()
    {
        ["Dapper"] = "Apache-2.0",
        ["Handlebars.Net"] = "MIT",
        ["Microsoft.Data.Sqlite.Core"] = "MIT",
        ["Microsoft.EntityFrameworkCore"] = "MIT",
        ["Microsoft.EntityFrameworkCore.Abstractions"] = "MIT",
        ["Microsoft.EntityFrameworkCore.Analyzers"] = "MIT",
        ["Microsoft.EntityFrameworkCore.Relational"] = "MIT",
        // QRCoder's other drawers want these two; ours do not.
        ["Microsoft.Win32.SystemEvents"] = "MIT",
        ["System.Drawing.Common"] = "MIT",
        ["Polly.Core"] = "BSD-3-Clause",
        ["QRCoder"] = "MIT",
        ["SkiaSharp"] = "MIT",
        ["SkiaSharp.NativeAssets.Linux.NoDependencies"] = "MIT",
        ["SkiaSharp.NativeAssets.macOS"] = "MIT",
        ["SkiaSharp.NativeAssets.Win32"] = "MIT",
        ["SQLitePCLRaw.bundle_e_sqlite3"] = "Apache-2.0",
        ["SQLitePCLRaw.config.e_sqlite3"] = "Apache-2.0",
        ["SQLitePCLRaw.core"] = "Apache-2.0",
        ["SQLitePCLRaw.provider.e_sqlite3"] = "Apache-2.0",
        // Public domain, as its LICENSE.txt says.
        ["SQLite"] = "LICENSE.txt",
        // The text of Apache-2.0.
        ["xunit.abstractions"] = "https://raw.githubusercontent.com/xunit/xunit/master/license.txt",
        ["xunit.assert"] = "Apache-2.0",
        ["xunit.extensibility.core"] = "Apache-2.0",
        ["ZXing.Net"] = "Apache-2.0",
    };

    [Fact]
    public void Packages_bring_along_what_is_written_down_here() => Assert.All(Ids,
        id => Assert.Equal(Brings[id], Dependencies(Nuspec(id)).Order(StringComparer.OrdinalIgnoreCase)));

    [Fact]
    public void What_they_bring_has_a_permissive_licence()
    {
        var found = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var left = new Queue<(string Id, string Version)>(Ids.SelectMany(id => Needs(Nuspec(id))));
        while (left.TryDequeue(out var next))
        {
            var (id, version) = next;
            // What was not restored is in the framework (package pruning): a shop does not get it either.
            // So are these, whatever else on this machine restored them.
            if (found.ContainsKey(id) || Ids.Contains(id) || id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                || !Directory.Exists(Path.Combine(Feed.Others, id.ToLowerInvariant()))) continue;
            var metadata = Restored(id, version);
            found[id] = metadata.Element(metadata.Name.Namespace + "license")?.Value
                ?? metadata.Element(metadata.Name.Namespace + "licenseUrl")?.Value ?? "none";
            foreach (var further in Needs(metadata)) left.Enqueue(further);
        }
        Assert.Equal(Licences.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase), found);
    }

    /// <summary>From the packages that this repository was restored from. A higher version than asked for may have been taken.</summary>
    private static XElement Restored(string id, string version)
    {
        var folder = Path.Combine(Feed.Others, id.ToLowerInvariant());
        var asked = Path.Combine(folder, version);
        return XDocument.Load(Path.Combine(Directory.Exists(asked) ? asked : Directory.GetDirectories(folder).First(),
            id.ToLowerInvariant() + ".nuspec")).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static byte[] Picture() =>
        File.ReadAllBytes(Path.Combine(Feed.Repository, "tests", "QrisPayments.QrImages.Tests", "Photos", "straight.png"));

    [Fact]
    public void Every_package_says_what_it_is_and_under_which_licence()
    {
        foreach (var id in Ids)
        {
            var metadata = Nuspec(id);
            XName Name(string local) => metadata.Name.Namespace + local;
            Assert.Equal(id, metadata.Element(Name("id"))?.Value);
            Assert.Equal("MIT", metadata.Element(Name("license"))?.Value);
            Assert.False(string.IsNullOrWhiteSpace(metadata.Element(Name("description"))?.Value));
        }
    }

    [Fact]
    public void No_package_brings_a_mysql_driver_along()
    {
        foreach (var id in Ids)
        {
            Assert.DoesNotContain(Dependencies(Nuspec(id)), d => d.StartsWith("MySql", StringComparison.OrdinalIgnoreCase));
            using var package = Open(id);
            Assert.DoesNotContain(package.Entries, e => e.Name.StartsWith("MySql", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void The_module_and_what_it_needs_come_in_one_version()
    {
        foreach (var id in Ids)
            Assert.All(
                Nuspec(id).Descendants()
                    .Where(e => e.Name.LocalName == "dependency"
                        && e.Attribute("id")!.Value.StartsWith("QrisPayments", StringComparison.Ordinal)),
                d => Assert.Equal(feed.Version, d.Attribute("version")!.Value));
    }

    /// <summary>For the newest framework that it names and that we run on.</summary>
    private static IEnumerable<(string Id, string Version)> Needs(XElement metadata)
    {
        var groups = metadata.Descendants()
            .Where(element => element.Name.LocalName == "group" && element.Attribute("targetFramework") is not null)
            .ToLookup(element => element.Attribute("targetFramework")!.Value, StringComparer.OrdinalIgnoreCase);
        var ours = Frameworks.Select(framework => groups[framework].FirstOrDefault()).FirstOrDefault(group => group is not null);
        return (ours ?? (groups.Count > 0 ? null : metadata))?.Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value.Trim('[', ']', '(', ')', ',', ' '))) ?? [];
    }

    private static IEnumerable<string> Dependencies(XElement metadata) => Needs(metadata).Select(need => need.Id);

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(feed.Folder, $"{id}.{feed.Version}.nupkg"));

    private XElement Nuspec(string id)
    {
        using var package = Open(id);
        using var stream = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }
}
