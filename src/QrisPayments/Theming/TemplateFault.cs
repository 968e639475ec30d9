namespace QrisPayments.Theming;

/// <summary>What is wrong with a template. It never leaves the renderer, which falls back to the built-in one.</summary>
internal sealed class TemplateFault : Exception
{
    public TemplateFault(string message, string? file = null, int line = 0, Exception? inner = null) : base(message, inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>Null until it is known in which file it happened.</summary>
    public string? File { get; }

    /// <summary>From 1; 0 when unknown.</summary>
    public int Line { get; }
}
