using System.Globalization;
using HandlebarsDotNet;
using QrisPayments.Codec;

namespace QrisPayments.Theming;

/// <summary>What a template can say beyond printing a value. Each is a pure function of its arguments and the rendering.</summary>
internal static class TemplateHelpers
{
    public static void Register(IHandlebars engine)
    {
        Add(engine, "rupiah", 1, a => Rupiah.Format(Number(a[0])));
        Add(engine, "digits", 1, a => Rupiah.Digits(Number(a[0])));
        Add(engine, "date", 1, a => Wib.Date(Moment(a[0]), Rendering.Current.Language));
        Add(engine, "time", 1, a => Wib.Time(Moment(a[0]), Rendering.Current.Language));
        Add(engine, "datetime", 1, a => Wib.DateAndTime(Moment(a[0]), Rendering.Current.Language));
        Add(engine, "t", 1, a => Fill(Rendering.Current.Word(Text(a[0])), a));
        Add(engine, "upper", 1, a => Text(a[0]).ToUpperInvariant());

        // For plain text, in the columns of the rendering.
        Add(engine, "row", 2, a => TextLayout.Row(Text(a[0]), Text(a[1]), Rendering.Current.Width));
        Add(engine, "center", 1, a => TextLayout.Center(Text(a[0]), Rendering.Current.Width));
        Add(engine, "wrap", 1, a => TextLayout.Wrap(Text(a[0]), Rendering.Current.Width));
        Add(engine, "rule", 1, a => TextLayout.Rule(Text(a[0]), Rendering.Current.Width));

        engine.RegisterHelper("eq", (_, a) => a.Length == 2 && Text(a[0]) == Text(a[1]));
    }

    private static void Add(IHandlebars engine, string name, int min, Func<Arguments, string> say) =>
        engine.RegisterHelper(name, (_, arguments) => arguments.Length < min
            ? throw new TemplateFault($"The helper '{name}' wants {min} value(s).")
            : (object)say(arguments));

    private static string Text(object? value) => value switch
    {
        null or UndefinedBindingResult => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static long Number(object? value) => value switch
    {
        long number => number,
        int number => number,
        _ => throw new TemplateFault($"'{Text(value)}' is not an amount."),
    };

    private static DateTimeOffset Moment(object? value) =>
        DateTimeOffset.TryParse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new TemplateFault($"'{Text(value)}' is not a time.");

    private static string Fill(string word, Arguments arguments)
    {
        for (var i = 1; i < arguments.Length; i++)
            word = word.Replace($"{{{i - 1}}}", Text(arguments[i]), StringComparison.Ordinal);
        return word;
    }
}
