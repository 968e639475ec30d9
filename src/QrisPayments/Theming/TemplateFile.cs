namespace QrisPayments.Theming;

/// <summary>One template as it was read.</summary>
/// <param name="Name">Such as <c>receipt/html</c>.</param>
/// <param name="Source">Its text.</param>
/// <param name="Path">For the person who has to mend it.</param>
internal sealed record TemplateFile(string Name, string Source, string Path)
{
    public const string Ending = ".hbs";

    /// <summary>HTML escapes what it prints; <c>…/text</c> does not.</summary>
    public static bool IsPlain(string name) => name.EndsWith("/text", StringComparison.Ordinal);
}
