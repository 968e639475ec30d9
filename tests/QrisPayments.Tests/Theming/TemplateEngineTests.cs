using QrisPayments.Theming;

namespace QrisPayments.Tests.Theming;

public sealed class TemplateEngineTests
{
    private sealed record Model(string Name, long TotalAmount, DateTimeOffset PaidAt, IReadOnlyList<Line> Items, string? Nothing = null);

    private sealed record Line(string Name, long Price);

    private static readonly Model Sample = new("<Kopi> & \"Teh\"", 50_347, new(2026, 8, 17, 3, 5, 0, TimeSpan.Zero),
        [new("Satu", 1000), new("Dua", 2000)]);

    [Fact]
    public void A_template_sees_the_model_in_snake_case_and_escapes_what_it_prints() =>
        Assert.Equal("&lt;Kopi&gt; &amp; &quot;Teh&quot; 50347 1:Satu,2:Dua",
            Render("{{name}} {{total_amount}} {{#each items}}{{#if @index}},2{{else}}1{{/if}}:{{name}}{{/each}}"));

    [Fact]
    public void Plain_text_is_not_escaped() => Assert.Equal("<Kopi> & \"Teh\"", Render("{{name}}", name: "x/text"));

    [Theory]
    [InlineData("{{rupiah total_amount}}", "id", "Rp50.347")]
    [InlineData("{{digits total_amount}}", "id", "50.347")]
    [InlineData("{{date paid_at}}", "id", "17 Agustus 2026")]
    [InlineData("{{date paid_at}}", "en", "17 August 2026")]
    [InlineData("{{time paid_at}}", "id", "10.05 WIB")]
    [InlineData("{{datetime paid_at}}", "en", "17 August 2026, 10:05 WIB")]
    [InlineData("{{t 'receipt.total'}}", "id", "Total")]
    [InlineData("{{t 'receipt.paid'}}", "en", "Paid")]
    [InlineData("{{t 'receipt.thanks' name}}", "en", "Thank you for shopping at &lt;Kopi&gt; &amp; &quot;Teh&quot;.")]
    [InlineData("{{#if (eq total_amount 50347)}}yes{{/if}}", "id", "yes")]
    [InlineData("{{upper 'qris'}}", "id", "QRIS")]
    [InlineData("{{row 'a' 'b'}}", "id", "a                              b")]
    [InlineData("[{{nothing}}{{missing}}{{missing.deeper}}]", "id", "[]")]
    public void A_template_can_say(string source, string language, string expected) =>
        Assert.Equal(expected, Render(source, language: language));

    [Theory]
    [InlineData("a\nb {{#if name}}\nc", 2, "never closed")]
    [InlineData("a\n{{#if name}}\nb {{/each}}", 3, "closes {{#if}} of line 2")]
    [InlineData("a\nb\n{{/if}}", 3, "closes nothing")]
    [InlineData("a\nb {{nope name}}", 2, "nope")]
    [InlineData("a\n\nb {{#nope name}}x{{/nope}}", 3, "nope")]
    [InlineData("a\nb {{> nowhere}}", 2, "nowhere")]
    [InlineData("a\nb {{ name\nc", 2, "has no }}")]
    [InlineData("a\nb {{name 'x}}", 2, "")]
    [InlineData("a {{rupiah name}}", 0, "is not an amount")]
    [InlineData("a {{date name}}", 0, "is not a time")]
    [InlineData("a\n{{t 'no.such.text'}}", 2, "no.such.text")]
    [InlineData("{{rupiah}}", 1, "'rupiah' wants 1 value")]
    [InlineData("a\n{{#*inline 'x'}}{{/inline}}", 2, "Inline partials")]
    public void A_fault_names_the_file_and_where_it_can_the_line(string source, int line, string message)
    {
        var fault = Assert.Throws<TemplateFault>(() => Render(source));

        Assert.Equal("/themes/x/test/html.hbs", fault.File);
        Assert.Equal(line, fault.Line);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_inside_a_part_names_the_part()
    {
        var fault = Assert.Throws<TemplateFault>(() => Render("{{> parts/broken}}", ("parts/broken", "one\ntwo {{nope name}}")));

        Assert.Equal("/themes/x/parts/broken.hbs", fault.File);
        Assert.Equal(2, fault.Line);
    }

    [Fact]
    public void A_part_sees_where_it_stands() =>
        Assert.Equal("[Satu of 50347][Dua of 50347]",
            Render("{{#each items}}{{> part}}{{/each}}", ("part", "[{{name}} of {{../total_amount}}]")));

    [Fact]
    public void A_part_that_calls_itself_ends() => Assert.Throws<TemplateFault>(() => Render("{{> part}}", ("part", "x{{> part}}")));

    [Fact]
    public void Parts_that_double_each_other_end() =>
        Assert.Contains("steps", Assert.Throws<TemplateFault>(() => Render("{{> p0}}",
            [.. Enumerable.Range(0, 18).Select(i => ($"p{i}", i == 17 ? "" : $"{{{{> p{i + 1}}}}}{{{{> p{i + 1}}}}}"))])).Message,
                StringComparison.Ordinal);

    [Fact]
    public void Nested_loops_end()
    {
        var loops = string.Concat(Enumerable.Range(0, 30).Select(_ => "{{#each @root.items}}"));
        var ends = string.Concat(Enumerable.Range(0, 30).Select(_ => "{{/each}}"));

        Assert.Contains("steps", Assert.Throws<TemplateFault>(() => Render(loops + ends)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_over_an_object_counts_too()
    {
        var loops = string.Concat(Enumerable.Range(0, 20).Select(_ => "{{#each @root}}"));
        var ends = string.Concat(Enumerable.Range(0, 20).Select(_ => "{{/each}}"));

        Assert.Contains("steps", Assert.Throws<TemplateFault>(() => Render(loops + ends)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_has_an_end() =>
        Assert.Contains("characters", Assert.Throws<TemplateFault>(() => Render(
            "{{#each items}}{{#each ../items}}{{#each ../../items}}{{> big}}{{/each}}{{/each}}{{/each}}",
            ("big", new string('x', 100_000)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused_before_it_can_overflow_the_stack() =>
        Assert.Contains("nested", Assert.Throws<TemplateFault>(() => Render(
            string.Concat(Enumerable.Repeat("{{#if name}}", 20_000)) + string.Concat(Enumerable.Repeat("{{/if}}", 20_000)))).Message,
                StringComparison.Ordinal);

    [Fact]
    public void One_engine_serves_many_threads()
    {
        var engine = Engine("{{#each items}}{{> part}}{{/each}}", ("part", "{{name}}{{price}};"));

        Parallel.For(0, 2_000, i =>
            Assert.Equal("Satu1000;Dua2000;", engine.Render("test/html", TemplateData.From(Sample), i % 2 == 0 ? "id" : "en", 32)));
    }

    private static string Render(string source, params (string Name, string Source)[] parts) => Render(source, "id", "test/html", parts);

    private static string Render(
        string source, string language = "id", string name = "test/html", params (string Name, string Source)[] parts) =>
        Engine(source, [.. parts, (name, source)]).Render(name, TemplateData.From(Sample), language, 32);

    private static TemplateEngine Engine(string source, params (string Name, string Source)[] parts) =>
        new(ThemeFiles.BuiltIn.With(
            [("test/html.hbs", "/themes/x/test/html.hbs", source),
                .. parts.Select(p => (p.Name + ".hbs", $"/themes/x/{p.Name}.hbs", p.Source))],
            (path, message) => Assert.Fail($"{path}: {message}")));
}
