using System.IO.Compression;
using System.Xml.Linq;

namespace QrisPayments.Packaging.Tests;

/// <summary>What a stranger gets: the packages, in a shop made by <c>dotnet new web</c> with one line added.</summary>
[Collection(OnFeed.Name)]
public sealed class PackageTests(Feed feed)
{
    private static readonly string[] Ids =
        ["QrisPayments", "QrisPayments.Abstractions", "QrisPayments.Codec", "QrisPayments.Sqlite", "QrisPayments.StaticQris",
            "QrisPayments.Templates", "QrisPayments.Testing"];

    [Fact]
    public async Task A_new_shop_that_installs_the_packages_and_adds_the_one_line_takes_a_payment()
    {
        var folder = await feed.ShopAsync();
        await using (var shop = await Shop.StartAsync(folder, feed.Packages, Path.Combine(folder, "bin/Debug/net10.0/Warung.dll")))
        {
            await shop.SellAsync("A-1");
            Assert.Equal("Hello World!", await shop.Http.GetStringAsync("/"));
        }

        var published = Path.Combine(feed.Root, "published");
        await Command.DotnetAsync(folder, feed.Packages, "publish", "-c", "Release", "-o", published, "-v", "quiet");
        await using (var shop = await Shop.StartAsync(published, feed.Packages, Path.Combine(published, "Warung.dll")))
            await shop.SellAsync("A-2");
    }

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
            var dependencies = Nuspec(id).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value)
                .ToList();
            Assert.DoesNotContain(dependencies, d => d.StartsWith("MySql", StringComparison.OrdinalIgnoreCase));
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

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(feed.Folder, $"{id}.{feed.Version}.nupkg"));

    private XElement Nuspec(string id)
    {
        using var package = Open(id);
        using var stream = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }
}
