using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Theming;

public sealed class ThemeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qris-themes-");
    private readonly FakeLogCollector _errors =
        FakeLogCollector.Create(new FakeLogCollectorOptions { FilteredLevels = { LogLevel.Error, LogLevel.Critical } });

    public void Dispose() => _folder.Delete(recursive: true);

    private static readonly object Model = new { Name = "Kopi" };

    [Fact]
    public async Task The_nearest_template_wins_theme_then_parent_then_built_in()
    {
        Write("toko/theme.json", """{"parent":"dasar"}""");
        Write("toko/a/text.hbs", "toko");
        Write("dasar/a/text.hbs", "dasar");
        Write("dasar/b/text.hbs", "dasar {{> part}}");
        Write("toko/part.hbs", "with a part of toko");
        var renderer = Renderer("toko");

        Assert.Equal("toko", await renderer.RenderAsync("a/text", Model, "id"));
        Assert.Equal("dasar with a part of toko", await renderer.RenderAsync("b/text", Model, "id"));
        Assert.Contains("receipt/html", ThemeFiles.BuiltIn.Templates.Keys);
        Assert.Empty(_errors.GetSnapshot());
    }

    [Fact]
    public async Task A_theme_may_change_single_words()
    {
        Write("toko/texts/id.json", """{"receipt.title":"Nota"}""");
        Write("toko/a/text.hbs", "{{t 'receipt.title'}} {{t 'receipt.total'}}");

        Assert.Equal("Nota Total", await Renderer("toko").RenderAsync("a/text", Model, "id"));
    }

    [Fact]
    public async Task A_template_that_fails_is_replaced_by_the_built_in_one_and_told_once()
    {
        Write("toko/receipt/text.hbs", "one\n{{nope name}}");
        var renderer = Renderer("toko");

        var first = await renderer.RenderAsync("receipt/text", Receipts.ReceiptSamples.Full, "id");
        var second = await renderer.RenderAsync("receipt/text", Receipts.ReceiptSamples.Full, "id");

        Assert.Contains("Struk pembayaran", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
        var error = Assert.Single(_errors.GetSnapshot()).Message;
        Assert.Contains(Path.Combine(_folder.FullName, "toko", "receipt", "text.hbs"), error, StringComparison.Ordinal);
        Assert.Contains("line 2", error, StringComparison.Ordinal);
        Assert.Contains("nope", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_an_edit_is_seen_at_once()
    {
        Write("toko/a/text.hbs", "before");
        var renderer = Renderer("toko", Environments.Development);
        Assert.Equal("before", await renderer.RenderAsync("a/text", Model, "id"));

        Write("toko/a/text.hbs", "after!");

        Assert.Equal("after!", await renderer.RenderAsync("a/text", Model, "id"));
    }

    [Fact]
    public async Task In_production_an_edit_waits_for_a_reload()
    {
        Write("toko/a/text.hbs", "before");
        var source = Source("toko", Environments.Production);
        var renderer = new TemplateRenderer(source, new FakeLogger<TemplateRenderer>(_errors));
        Assert.Equal("before", await renderer.RenderAsync("a/text", Model, "id"));
        Write("toko/a/text.hbs", "after!");
        Assert.Equal("before", await renderer.RenderAsync("a/text", Model, "id"));

        source.Reload();

        Assert.Equal("after!", await renderer.RenderAsync("a/text", Model, "id"));
    }

    [Theory]
    [InlineData("""{"parent":"b"}""", """{"parent":"a"}""", "circle")]
    [InlineData("""{"parent":"a"}""", "{}", "circle")]
    [InlineData("""{"parent":"gone"}""", "{}", "no theme 'gone'")]
    [InlineData("""{"parent":"../b"}""", "{}", "no theme '../b'")]
    [InlineData("""{"parent":5}""", "{}", null)]
    [InlineData("""{"parent":"default"}""", "{}", null)]
    [InlineData("[]", "{}", null)]
    [InlineData("{", "{}", "theme.json")]
    public async Task Whatever_the_parents_say_the_theme_itself_works(string a, string b, string? complaint)
    {
        Write("a/theme.json", a);
        Write("b/theme.json", b);
        Write("a/x/text.hbs", "a");

        Assert.Equal("a", await Renderer("a").RenderAsync("x/text", Model, "id"));
        if (complaint is null)
            Assert.Empty(_errors.GetSnapshot());
        else
            Assert.Contains(complaint, Assert.Single(_errors.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_out_of_the_folder_is_not_followed()
    {
        var outside = Path.Combine(Directory.CreateDirectory(_folder.FullName + "-outside").FullName, "secret.hbs");
        try
        {
            await File.WriteAllTextAsync(outside, "secret");
            Write("toko/real/text.hbs", "real");
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, "toko", "leak.hbs"), outside);
            Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "toko", "leaks"), Path.GetDirectoryName(outside)!);
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, "toko", "inside.hbs"),
                Path.Combine(_folder.FullName, "toko", "real", "text.hbs"));

            var names = Source("toko", Environments.Production).Active().Files.Templates.Keys;

            Assert.Contains("real/text", names);
            Assert.Contains("inside", names);
            Assert.DoesNotContain(names, name => name.StartsWith("leak", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(outside)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_theme_that_is_not_there_leaves_the_built_in_one()
    {
        Assert.Contains("Struk", await Renderer("gone").RenderAsync("receipt/text", Receipts.ReceiptSamples.Full, "id"),
            StringComparison.Ordinal);
        Assert.Contains("no theme 'gone'", Assert.Single(_errors.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("themes", "toko", null)]
    [InlineData(null, null, null)]
    [InlineData("themes", null, null)]
    [InlineData(null, "default", null)]
    [InlineData(null, "toko", "QrisPayments:Templates:Path")]
    [InlineData("themes", "../toko", "QrisPayments:Templates:Theme")]
    [InlineData("themes", "a/b", "QrisPayments:Templates:Theme")]
    public void The_settings_name_a_folder_and_a_theme_in_it(string? path, string? theme, string? field)
    {
        var options = new TemplateOptions { Path = path, Theme = theme };
        Assert.Equal(field is null ? [] : [field], new TemplateOptionsRules(Options.Create(options)).Check().Select(fault => fault.Field));
    }

    private void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    private TemplateRenderer Renderer(string theme, string environment = "Production") =>
        new(Source(theme, environment), new FakeLogger<TemplateRenderer>(_errors));

    private ThemeSource Source(string theme, string environment) => new(
        Options.Create(new TemplateOptions { Path = _folder.FullName, Theme = theme }),
        new Place { EnvironmentName = environment, ContentRootPath = _folder.FullName },
        new FakeLogger<ThemeSource>(_errors));

    private sealed class Place : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "";
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
