using System.Text;

namespace QrisPayments.Theming;

/// <summary>
/// One rendering: its language and words, and how much it may still do. Rendering is synchronous, so the thread carries it.
/// Loops, partials and output all count here: a template that would run forever or write without end is stopped. Work is counted and not
/// time, which on a busy machine would take a good template for an endless one, and the receipt from whoever has paid.
/// </summary>
internal sealed class Rendering(string language, IReadOnlyDictionary<string, string> words, int width) : IDisposable
{
    public const int MaxSteps = 50_000;
    public const int MaxCharacters = 512 * 1024;

    [ThreadStatic]
    private static Rendering? _current;

    private int _steps;

    public string Language => language;

    /// <summary>Columns of a plain text.</summary>
    public int Width => width;

    public static Rendering Current =>
        _current ?? throw new InvalidOperationException("Template data is only read while a template renders.");

    public Rendering Begin() => _current = this;

    public void Dispose() => _current = null;

    public string Word(string key) =>
        words.TryGetValue(key, out var word) ? word : throw new TemplateFault($"There is no text '{key}'.");

    public static void Step()
    {
        var current = Current;
        if (++current._steps > MaxSteps)
            throw new TemplateFault($"It takes more than {MaxSteps} steps (loops and partials).");
    }

    /// <summary>Collects the output up to the cap.</summary>
    public sealed class Output : StringWriter
    {
        public Output() : base(new StringBuilder(4096), System.Globalization.CultureInfo.InvariantCulture) => NewLine = "\n";

        public override void Write(char value)
        {
            Room(1);
            base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            Room(count);
            base.Write(buffer, index, count);
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            Room(buffer.Length);
            base.Write(buffer);
        }

        public override void Write(string? value)
        {
            Room(value?.Length ?? 0);
            base.Write(value);
        }

        private void Room(int more)
        {
            if (GetStringBuilder().Length + more > MaxCharacters)
                throw new TemplateFault($"It writes more than {MaxCharacters} characters.");
        }
    }
}
