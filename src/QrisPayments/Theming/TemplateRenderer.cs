using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Theming;

/// <summary>
/// Renders templates by name, the nearest one: active theme, its parents, built-in. A template that fails is reported and
/// the built-in one is rendered: a theme can never block a sale.
/// </summary>
internal sealed class TemplateRenderer(ThemeSource source, ILogger<TemplateRenderer> logger)
{
    /// <summary>Columns of plain text unless said otherwise: a 58 mm printer.</summary>
    public const int NarrowWidth = 32;

    /// <summary>The same fault is told once per version of a theme, not with every receipt.</summary>
    private readonly ConcurrentDictionary<(TemplateEngine, string), bool> _told = new();

    /// <param name="name">Such as <c>receipt/html</c>.</param>
    /// <param name="model">A typed model; a template sees a copy of its public properties in snake_case.</param>
    /// <param name="language"><c>id</c> or <c>en</c>.</param>
    /// <param name="width">Columns of plain text.</param>
    public Task<string> RenderAsync(string name, object model, string language, int width = NarrowWidth)
    {
        var data = TemplateData.From(model);
        var active = source.Active();
        if (active != source.BuiltIn)
        {
            try
            {
                return Task.FromResult(active.Render(name, data, language, width));
            }
            catch (TemplateFault fault)
            {
                Tell(active, name, fault);
            }
        }
        return Task.FromResult(source.BuiltIn.Render(name, data, language, width));
    }

    private void Tell(TemplateEngine engine, string name, TemplateFault fault)
    {
        if (_told.Count > 1000)
            _told.Clear();
        if (_told.TryAdd((engine, name + fault.Message), true))
            logger.LogError("Template {Template} failed, the built-in one is used. {File}, line {Line}: {Problem}",
                name, fault.File ?? "?", fault.Line, fault.Message);
    }
}
