using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Theming;

/// <summary>Rules over <c>QrisPayments:Templates</c>.</summary>
internal sealed class TemplateOptionsRules(IOptions<TemplateOptions> options) : IOptionsRule
{
    private const string Section = OptionsSections.Root + ":Templates:";

    public IEnumerable<Fault> Check()
    {
        var templates = options.Value;
        if (templates.Theme is not { Length: > 0 } theme)
            yield break;
        if (!ThemeFolder.IsName(theme))
            yield return new Fault(Section + "Theme", "invalid_theme",
                $"'{theme}' is not the name of a theme folder. Use letters, digits, - and _; the folder stands in Templates:Path.");
        if (theme != "default" && string.IsNullOrWhiteSpace(templates.Path))
            yield return new Fault(Section + "Path", "required",
                $"Theme '{theme}' is chosen, but not where themes are. Name the folder that holds the folder '{theme}'.");
    }
}
