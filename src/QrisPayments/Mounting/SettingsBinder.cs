using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using QrisPayments.Plugins;

namespace QrisPayments.Mounting;

/// <summary>
/// Fills settings from configuration, the module's own and those of plugins, and names every value that does not fit. The
/// framework's binder stops at the first one; it and <see cref="Validator"/> also keep a plugin's types in static caches,
/// and its memory with them, so the annotations are read by hand.
/// </summary>
internal static class SettingsBinder
{
    /// <summary>Every fault, each with the setting's full name; empty when the settings may be used.</summary>
    public static IReadOnlyList<Fault> Bind(object settings, IConfigurationSection section)
    {
        var faults = new List<Fault>();
        foreach (var property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0) continue;
            var part = section.GetSection(property.Name);
            if (IsSimple(property.PropertyType)) faults.AddRange(BindValue(settings, property, part));
            else if (property.GetValue(settings) is IList list) faults.AddRange(BindList(list, property.PropertyType, part));
            else if (property.GetValue(settings) is { } inner) faults.AddRange(Bind(inner, part));
        }
        if (faults.Count == 0 && settings is ICheckSettings check)
            faults.AddRange(check.Check().Select(fault => fault with { Field = $"{section.Path}:{fault.Field}" }));
        return faults;
    }

    private static IEnumerable<Fault> BindValue(object settings, PropertyInfo property, IConfigurationSection part)
    {
        if (property.SetMethod is not { IsPublic: true }) return [];
        if (part.Value is { } text)
        {
            if (Parse(text, property.PropertyType) is not { } value)
                return [new Fault(part.Path, "unreadable", $"{part.Path} is '{text}', but must be {Kind(property.PropertyType)}.")];
            property.SetValue(settings, value);
        }
        return CheckAnnotations(property, property.GetValue(settings), part.Path);
    }

    private static IEnumerable<Fault> BindList(IList list, Type type, IConfigurationSection part)
    {
        var element = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0];
        var faults = new List<Fault>();
        foreach (var child in part.GetChildren())
        {
            if (!IsSimple(element))
            {
                var item = Activator.CreateInstance(element)!;
                faults.AddRange(Bind(item, child));
                list.Add(item);
            }
            else if (Parse(child.Value ?? "", element) is { } value)
            {
                list.Add(value);
            }
            else
            {
                faults.Add(new Fault(child.Path, "unreadable", $"{child.Path} is '{child.Value}', but must be {Kind(element)}."));
            }
        }
        return faults;
    }

    private static IEnumerable<Fault> CheckAnnotations(PropertyInfo property, object? value, string name)
    {
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (rule is not RequiredAttribute && value is null or "") continue;
            if (rule.IsValid(value)) continue;
            var message = rule is RequiredAttribute ? $"{name} is required." : rule.FormatErrorMessage(name);
            yield return new Fault(name, rule is RequiredAttribute ? "required" : "invalid", message);
        }
    }

    private static bool IsSimple(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long)
            || type == typeof(decimal) || type == typeof(TimeSpan) || type == typeof(Uri);
    }

    private static object? Parse(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var invariant = CultureInfo.InvariantCulture;
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(int)) return int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var number) ? number : null;
        if (type == typeof(long)) return long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var big) ? big : null;
        if (type == typeof(decimal)) return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, invariant, out var exact) ? exact : null;
        if (type == typeof(TimeSpan)) return TimeSpan.TryParse(text, invariant, out var span) ? span : null;
        if (type == typeof(Uri)) return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
        return Enum.TryParse(type, text, ignoreCase: true, out var choice) && Enum.IsDefined(type, choice) ? choice : null;
    }

    private static string Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        if (type == typeof(decimal)) return "a number such as 0.7";
        if (type == typeof(TimeSpan)) return "a time such as 00:15:00";
        if (type == typeof(Uri)) return "an absolute address";
        return type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type)) : "text";
    }
}
