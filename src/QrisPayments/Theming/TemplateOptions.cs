namespace QrisPayments.Theming;

/// <summary>Where themes are found (<c>QrisPayments:Templates</c>).</summary>
public sealed class TemplateOptions
{
    /// <summary>The folder that holds themes; relative to the content root.</summary>
    public string? Path { get; set; }

    /// <summary>The active theme: a folder in <see cref="Path"/>.</summary>
    public string? Theme { get; set; }
}
