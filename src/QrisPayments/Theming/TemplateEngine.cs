using System.Globalization;
using HandlebarsDotNet;

namespace QrisPayments.Theming;

/// <summary>
/// The templates of one moment, compiled on first use. An engine never changes: new files make a new engine, so a page is
/// never mixed from two versions of a theme.
/// </summary>
internal sealed class TemplateEngine
{
    private readonly Dictionary<string, Lazy<HandlebarsTemplate<TextWriter, object, object>>> _html;
    private readonly Dictionary<string, Lazy<HandlebarsTemplate<TextWriter, object, object>>> _plain;
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> _words;

    public TemplateEngine(ThemeFiles files)
    {
        Files = files;
        _words = files.Words;
        _html = Prepare(files, plain: false);
        _plain = Prepare(files, plain: true);
    }

    public ThemeFiles Files { get; }

    /// <exception cref="TemplateFault">Naming file and line.</exception>
    public string Render(string name, object? data, string language, int width)
    {
        if (!(TemplateFile.IsPlain(name) ? _plain : _html).TryGetValue(name, out var template))
            throw new TemplateFault($"There is no template '{name}'.");
        var words = _words.TryGetValue(language, out var known) ? known : _words["id"];
        using var rendering = new Rendering(language, words, width).Begin();
        using var output = new Rendering.Output();
        try
        {
            template.Value(output, data!, null!);
        }
        catch (Exception exception)
        {
            throw Deepest(exception) ?? new TemplateFault(exception.Message, Files.Templates[name].Path, 0, exception);
        }
        return output.ToString();
    }

    private static Dictionary<string, Lazy<HandlebarsTemplate<TextWriter, object, object>>> Prepare(ThemeFiles files, bool plain)
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration
        {
            NoEscape = plain,
            FormatProvider = CultureInfo.InvariantCulture,
            PartialTemplateResolver = null!,
            PartialRecursionDepthLimit = 20,
        });
        TemplateHelpers.Register(engine);

        var compiling = new Lock();
        var templates = files.Templates.Values.ToDictionary(
            file => file.Name,
            file => new Lazy<HandlebarsTemplate<TextWriter, object, object>>(() =>
            {
                lock (compiling)
                    return Compile(engine, file);
            }));
        // All partials are known beforehand, so that rendering never changes the engine.
        foreach (var (name, template) in templates)
            engine.RegisterTemplate(name, (writer, context, data) => template.Value(writer, context, data));
        return templates;
    }

    private static HandlebarsTemplate<TextWriter, object, object> Compile(IHandlebars engine, TemplateFile file)
    {
        HandlebarsTemplate<TextWriter, object, object> compiled;
        try
        {
            TemplateLines.Check(file);
            using var reader = new StringReader(file.Source);
            compiled = engine.Compile(reader);
        }
        catch (Exception exception) when (exception is not TemplateFault)
        {
            throw At(file, exception);
        }
        return (writer, context, data) =>
        {
            Rendering.Step();
            try
            {
                compiled(writer, context, data);
            }
            catch (Exception exception) when (Deepest(exception) is not { File: not null })
            {
                throw At(file, exception);
            }
        };
    }

    private static TemplateFault At(TemplateFile file, Exception exception)
    {
        var message = Deepest(exception)?.Message ?? exception.Message;
        return new TemplateFault(FirstLine(message), file.Path, TemplateLines.Of(file.Source, message), exception);
    }

    /// <summary>The engine wraps what happens inside partials; the fault that names a file is the one to tell.</summary>
    private static TemplateFault? Deepest(Exception? exception)
    {
        TemplateFault? found = null;
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is TemplateFault fault && (found is null || found.File is null))
                found = fault;
        }
        return found;
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
