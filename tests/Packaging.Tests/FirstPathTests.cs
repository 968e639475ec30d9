namespace QrisPayments.Packaging.Tests;

/// <summary>
/// F24: README.md's first path, with its own commands and files, from <c>dotnet new web</c> to a paid order.
/// </summary>
[Collection(OnFeed.Name)]
public sealed class FirstPathTests(Feed feed)
{
    private const string Start = "A shop in five minutes, from nothing";
    private const string GoLive = "Your database, real money";

    [Fact]
    public async Task F24_Who_follows_the_README_sells_on_SQLite_and_then_on_MariaDB()
    {
        var readme = new Readme("README.md");
        var folder = await NewShopAsync(readme);
        foreach (var file in new[] { "Program.cs", "MarkOrderPaid.cs", "appsettings.Development.json" })
            await File.WriteAllTextAsync(Path.Combine(folder, file), readme.FileNamed(file));
        await BuildAsync(folder);
        await using (var shop = await Shop.StartAsItIsAsync(folder, feed.Packages, new Dictionary<string, string>(), Assembly(folder)))
        {
            Assert.Contains("action=/orders", await shop.Http.GetStringAsync("/"), StringComparison.Ordinal);
            await shop.BuyAsync();
        }

        // The other database is one package and one line.
        await Command.DotnetAsync(folder, feed.Packages, "add", "package", "MySqlConnector", "--no-restore");
        await Command.DotnetAsync(folder, feed.Packages, "remove", "package", "QrisPayments.Sqlite");
        var program = Path.Combine(folder, "Program.cs");
        var lines = await File.ReadAllLinesAsync(program);
        var replaced = Assert.Single(lines, line => line.Contains("SqliteTryout", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(program, lines.Select(line => line == replaced ? readme.Below(GoLive, "csharp") : line));
        await BuildAsync(folder);
        using var database = new TestDatabase();
        var connection = new Dictionary<string, string> { ["ConnectionStrings__QrisPayments"] = database.ConnectionString };
        await using (var shop = await Shop.StartAsItIsAsync(folder, feed.Packages, connection, Assembly(folder))) await shop.BuyAsync();
    }

    private async Task<string> NewShopAsync(Readme readme)
    {
        var commands = readme.Below(Start, "bash").Split('\n').SelectMany(line => line.Split('#')[0].Split("&&"))
            .Select(command => command.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0);
        var folder = Directory.CreateDirectory(Path.Combine(feed.Root, "first")).FullName;
        foreach (var words in commands)
        {
            if (words[0] == "cd")
            {
                folder = Path.Combine(folder, words[1]);
                feed.WriteSources(folder);
                continue;
            }
            Assert.Equal("dotnet", words[0]);
            // Packages of this run are pre-releases, which have to be named; and one restore is enough.
            string[] version = words is [_, "add", "package", var id] && id.StartsWith("QrisPayments", StringComparison.Ordinal)
                ? ["--version", feed.Version] : [];
            await Command.DotnetAsync(folder, feed.Packages, [.. words[1..], .. version, "--no-restore"]);
        }
        return folder;
    }

    private Task<string> BuildAsync(string folder) => Command.DotnetAsync(folder, feed.Packages, "build", "-v", "quiet");

    private static string Assembly(string folder) => Path.Combine(folder, "bin/Debug/net10.0", $"{Path.GetFileName(folder)}.dll");

    [Fact]
    public void F24_The_README_is_what_a_stranger_reads_in_ten_minutes() =>
        Assert.InRange(File.ReadLines(Path.Combine(Feed.Repository, "README.md")).Count(), 50, 150);
}
