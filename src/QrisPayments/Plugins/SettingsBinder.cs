using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace QrisPayments.Plugins;

/// <summary>
/// Fills a plugin's settings from configuration and checks them. The attributes are read by hand:
/// <see cref="Validator"/> and the configuration binder keep a plugin's types in static caches, and its memory with them.
/// </summary>
internal static class SettingsBinder
{
    /// <summary>Every fault, each with the setting's full name; empty when the settings may be used.</summary>
    public static IReadOnlyList<Fault> Bind(object settings, IConfigurationSection section)
    {
        var faults = new List<Fault>();
        foreach (var property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is not { IsPublic: true } || property.GetIndexParameters().Length > 0) continue;
            var name = $"{section.Path}:{property.Name}";
            var text = section[property.Name];
            if (text is not null)
            {
                if (Parse(text, property.PropertyType) is { } value) property.SetValue(settings, value);
                else
                {
                    faults.Add(new Fault(name, "unreadable", $"{name} must be {Kind(property.PropertyType)}."));
                    continue;
                }
            }
            faults.AddRange(CheckAnnotations(property, property.GetValue(settings), name));
        }
        if (faults.Count == 0 && settings is ICheckSettings check)
            faults.AddRange(check.Check().Select(fault => fault with { Field = $"{section.Path}:{fault.Field}" }));
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

    private static object? Parse(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var invariant = CultureInfo.InvariantCulture;
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(int)) return int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var number) ? number : null;
        if (type == typeof(long)) return long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var big) ? big : null;
        if (type == typeof(TimeSpan)) return TimeSpan.TryParse(text, invariant, out var span) ? span : null;
        if (type == typeof(Uri)) return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
        if (type.IsEnum) return Enum.TryParse(type, text, ignoreCase: true, out var choice) && Enum.IsDefined(type, choice!) ? choice : null;
        return null;
    }

    private static string Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        if (type == typeof(TimeSpan)) return "a time such as 00:15:00";
        if (type == typeof(Uri)) return "an absolute address";
        return type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type)) : "text";
    }
}
