using System.Collections;
using System.Globalization;

namespace QrisPayments.Settings;

/// <summary>Single values on their way between text and a property's type, whatever the host's culture.</summary>
internal static class SettingValue
{
    public static bool IsSimple(Type type)
    {
        type = Bare(type);
        return type.IsEnum || type == typeof(string) || type == typeof(bool) || IsNumber(type) || type == typeof(TimeSpan)
            || type == typeof(Uri);
    }

    public static bool IsWhole(Type type) => Bare(type) is var bare && (bare == typeof(int) || bare == typeof(long));

    public static bool IsNumber(Type type) => IsWhole(type) || Bare(type) == typeof(decimal);

    public static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>Whether an empty text can mean that there is no value.</summary>
    public static bool CanBeNone(Type type) => type == typeof(Uri) || Nullable.GetUnderlyingType(type) is not null;

    /// <summary>Null when the text is no such value.</summary>
    public static object? Parse(string text, Type type)
    {
        type = Bare(type);
        var invariant = CultureInfo.InvariantCulture;
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(int)) return int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var number) ? number : null;
        if (type == typeof(long)) return long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var big) ? big : null;
        // No thousands: 1,500 would be read as fifteen hundred by one and as one and a half by another.
        if (type == typeof(decimal))
            return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, invariant, out var exact)
                ? exact
                : null;
        if (type == typeof(TimeSpan)) return TimeSpan.TryParse(text, invariant, out var span) ? span : null;
        if (type == typeof(Uri)) return Address(text);
        return Enum.TryParse(type, text, ignoreCase: true, out var choice) && Enum.IsDefined(type, choice) ? choice : null;
    }

    /// <summary>The text from which <see cref="Parse"/> makes the same value; a list has one line per entry.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        Uri uri => uri.OriginalString,
        Enum choice => choice.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join('\n', list.Cast<object?>().Select(Text)),
        _ => value.ToString(),
    };

    /// <summary>What a text must be, in words.</summary>
    public static string Words(Type type)
    {
        type = Bare(type);
        if (type == typeof(bool)) return "true or false";
        if (IsWhole(type)) return "a whole number";
        if (type == typeof(decimal)) return "a number such as 0.7";
        if (type == typeof(TimeSpan)) return "a time such as 00:15:00";
        if (type == typeof(Uri)) return "an absolute address";
        return type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type)) : "text";
    }

    // On Unix /path is an absolute address, too, of a file.
    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (!uri.IsFile || text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            ? uri
            : null;
}
